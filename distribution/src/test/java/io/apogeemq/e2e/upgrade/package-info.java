/** Stores that change hands between our broker and Apache's. */
package io.apogeemq.e2e.upgrade;

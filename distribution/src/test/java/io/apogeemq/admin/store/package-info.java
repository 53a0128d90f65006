/** Tests of mqstore. */
package io.apogeemq.admin.store;

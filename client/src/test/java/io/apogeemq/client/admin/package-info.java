/** Tests of this package. */
package io.apogeemq.client.admin;

/** Tests of what producers and consumers share. */
package io.apogeemq.client.connection;

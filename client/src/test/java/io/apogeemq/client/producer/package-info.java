/** Tests of sending. */
package io.apogeemq.client.producer;

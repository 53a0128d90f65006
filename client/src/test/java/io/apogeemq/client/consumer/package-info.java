/** Tests of consuming. */
package io.apogeemq.client.consumer;

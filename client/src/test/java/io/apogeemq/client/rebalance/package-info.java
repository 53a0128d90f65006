/** Tests of sharing queues. */
package io.apogeemq.client.rebalance;

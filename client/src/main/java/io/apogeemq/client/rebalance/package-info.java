/**
 * Who of a group consumes which queue: every member computes the same shares from the same lists.
 *
 * <p>Door: {@link io.apogeemq.client.rebalance.AllocationStrategy} for applications, {@link
 * io.apogeemq.client.rebalance.Rebalancer} for the consumers of this library.
 *
 * <p>Threads: each rebalancer owns one thread, on which its {@link
 * io.apogeemq.client.rebalance.Assignee} is called and may block.
 */
package io.apogeemq.client.rebalance;

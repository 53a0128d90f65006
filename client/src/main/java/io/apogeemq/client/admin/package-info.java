/**
 * What operators do with a cluster: look at it, create and delete topics and groups, follow the
 * progress of consumers, read queues without joining a group, find single messages.
 *
 * <p>Door: {@link io.apogeemq.client.admin.AdminClient}, with one part for each subject: {@link
 * io.apogeemq.client.admin.Cluster}, {@link io.apogeemq.client.admin.Topics}, {@link
 * io.apogeemq.client.admin.Groups}, {@link io.apogeemq.client.admin.Messages}, {@link
 * io.apogeemq.client.admin.TopicReader}. mqadmin is these operations with a command line in front.
 *
 * <p>Threads: every operation waits for its answer and may be called from any thread but an io
 * thread.
 */
package io.apogeemq.client.admin;

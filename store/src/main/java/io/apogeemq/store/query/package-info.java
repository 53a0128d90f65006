/**
 * Reading by key: {@link io.apogeemq.store.query.MessageQuery} asks the index and believes only what the
 * records themselves say. Any thread; it may wait for the disk.
 */
package io.apogeemq.store.query;

/**
 * What a store remembers about itself between two starts: how far it got ({@link
 * io.apogeemq.store.checkpoint.StoreCheckpoint}, {@link io.apogeemq.store.checkpoint.QueueRegistry}),
 * whether it is open ({@link io.apogeemq.store.checkpoint.AbortMarker}).
 */
package io.apogeemq.store.checkpoint;

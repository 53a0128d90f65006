/** Finding messages by key: {@link io.apogeemq.store.index.IndexConfig} says how large the files are. */
package io.apogeemq.store.index;

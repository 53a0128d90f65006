/** How long messages are kept: {@link io.apogeemq.store.retention.RetentionConfig} says it. */
package io.apogeemq.store.retention;

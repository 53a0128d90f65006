package io.apogeemq.store;

import io.apogeemq.store.append.RefusalReason;

/** Whether the store takes messages now. */
public sealed interface StoreState {

    /** It does. */
    record Writable() implements StoreState {}

    /** It does not, and why. */
    record NotWritable(RefusalReason reason, String detail) implements StoreState {}
}

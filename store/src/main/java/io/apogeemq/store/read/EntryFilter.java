package io.apogeemq.store.read;

/** Decides by the tag hash of a ConsumeQueue entry whether a reader wants the message. */
public interface EntryFilter {

    /** Takes everything. */
    EntryFilter ALL = tagsCode -> true;

    boolean accepts(long tagsCode);
}

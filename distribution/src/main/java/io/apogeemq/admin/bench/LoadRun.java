package io.apogeemq.admin.bench;

import java.io.IOException;

/** A load under way: threads that work until they are told to stop or have nothing left to do. */
interface LoadRun extends AutoCloseable {
    /** Starts the threads; what they do is counted by the meter they were given. */
    void start() throws IOException;

    /** True when everything is done; always false for a load that goes on until it is stopped. */
    boolean isFinished();

    /** Stops and joins the threads. */
    @Override
    void close() throws IOException;
}

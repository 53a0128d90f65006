package io.apogeemq.admin.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of a load, and the flag that ends them.
 *
 * <p>Threads: started and closed by one thread.
 */
final class LoadThreads implements AutoCloseable {
    private static final long JOIN_MILLIS = 5_000;
    private static final long END_NANOS = 2_000_000_000L;
    private static final long LOOK_NANOS = 1_000_000;

    private final Meter meter;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopping;

    LoadThreads(Meter meter) {
        this.meter = meter;
    }

    /** Work that may fail on its socket. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    void start(String name, Work work) {
        running.incrementAndGet();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | RuntimeException e) {
                                if (!stopping) {
                                    meter.failed(e.toString());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt(); // told to stop while waiting
                            } finally {
                                running.decrementAndGet();
                            }
                        },
                        name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    boolean isStopping() {
        return stopping;
    }

    boolean areDone() {
        return running.get() == 0;
    }

    /** Asks the threads to end once they have nothing in flight. */
    void requestStop() {
        stopping = true;
    }

    /** Waits for threads that finish what they have in flight, but not for long. */
    void awaitEnd() {
        long deadline = System.nanoTime() + END_NANOS;
        while (!areDone() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the threads are daemons: they end with the program
        }
    }
}

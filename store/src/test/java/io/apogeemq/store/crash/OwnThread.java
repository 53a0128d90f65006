package io.apogeemq.store.crash;

/**
 * Runs something on a thread of its own and waits for it: what hundreds of stores keep per thread goes
 * when the thread ends.
 */
final class OwnThread {

    private OwnThread() {}

    /** Throws what the work throws. */
    static void run(Runnable work) {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(work, "simulator");
        thread.setUncaughtExceptionHandler((ended, e) -> thrown[0] = e);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (thrown[0] instanceof Error error) {
            throw error;
        }
        if (thrown[0] instanceof RuntimeException e) {
            throw e;
        }
    }
}

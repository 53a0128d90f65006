package io.apogeemq.broker.stats;

import java.util.Queue;

/**
 * Messages and bytes that went one way: into a topic, or out of it to a group.
 *
 * <p>Threads: safe for any thread.
 */
final class Traffic {
    private final Counter events;
    private final Counter messages;
    private final Counter bytes;

    Traffic(Queue<Counter> changedOnes, long nowMillis) {
        this.events = new Counter(changedOnes, nowMillis);
        this.messages = new Counter(changedOnes, nowMillis);
        this.bytes = new Counter(changedOnes, nowMillis);
    }

    void add(int newMessages, long newBytes) {
        events.add(1);
        messages.add(newMessages);
        bytes.add(newBytes);
    }

    Counter events() {
        return events;
    }

    Counter messages() {
        return messages;
    }

    Counter bytes() {
        return bytes;
    }
}

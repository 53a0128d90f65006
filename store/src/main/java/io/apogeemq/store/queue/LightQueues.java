package io.apogeemq.store.queue;

import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.store.commitlog.RecordScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The light queues that a record of the peer belongs to besides its own queue.
 *
 * <pre>
 * INNER_MULTI_DISPATCH      names, joined by commas; those that begin with %LMQ% are light queues
 * INNER_MULTI_QUEUE_OFFSET  the record's offset in each, in the same order; empty for other names
 * </pre>
 *
 * Source: store spec, "ConsumeQueue", section 5. A name or number that makes no sense is left out and
 * takes nothing else with it: the peer's dispatch stops on such a record for ever.
 */
final class LightQueues {

    private static final String PREFIX = "%LMQ%";
    private static final byte[] QUEUES =
            PropertyKeys.INNER_MULTI_DISPATCH.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OFFSETS =
            PropertyKeys.INNER_MULTI_QUEUE_OFFSET.getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_DIGITS = 15; // further than any queue gets

    private LightQueues() {}

    /** A place in a light queue; all of these have queue id 0. */
    record Place(String queue, long queueOffset) {}

    static List<Place> of(RecordScanner scanner) {
        String queues = scanner.property(QUEUES);
        if (queues.isEmpty()) {
            return List.of();
        }
        String[] names = queues.split(",", -1);
        String[] offsets = scanner.property(OFFSETS).split(",", -1);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < Math.min(names.length, offsets.length); i++) {
            boolean isLight = names[i].startsWith(PREFIX) && TopicPaths.isSafe(names[i]);
            if (isLight && isNumber(offsets[i])) {
                places.add(new Place(names[i], Long.parseLong(offsets[i])));
            }
        }
        return places;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

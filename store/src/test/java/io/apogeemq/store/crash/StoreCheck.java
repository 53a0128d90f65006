package io.apogeemq.store.crash;

import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.crash.StoreModel.QueueName;
import io.apogeemq.store.crash.StoreModel.Stored;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.QueryResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Compares an open store with what it has to remember: the invariants of the store, one method each.
 *
 * <p>Threads: confined to the thread of the test.
 */
final class StoreCheck {

    private final StoreModel model;
    private final boolean consumersSeeOnlyStable;
    private final boolean nothingIsLost;
    private final Map<QueueName, Long> ends = new HashMap<>();

    /**
     * @param consumersSeeOnlyStable SYNC_FLUSH: what was seen must be there
     * @param nothingIsLost only the process was killed: what was appended must be there
     */
    StoreCheck(StoreModel model, boolean consumersSeeOnlyStable, boolean nothingIsLost) {
        this.model = model;
        this.consumersSeeOnlyStable = consumersSeeOnlyStable;
        this.nothingIsLost = nothingIsLost;
    }

    /** Returns the physical offsets of what is there. */
    Set<Long> check(MessageStore store) {
        Set<Long> present = new HashSet<>();
        ends.clear();
        for (QueueName queue : model.queueNames()) {
            StoreView view = StoreView.of(store, queue);
            ends.put(queue, view.maxOffset());
            NavigableMap<Long, Stored> expected = model.queueOf(queue);
            nothingIsInvented(queue, view, expected, present);
            nothingPromisedIsLost(queue, view, expected, present);
            numbersGoOn(store, queue, view, expected);
        }
        keysAreFound(store, present);
        return present;
    }

    /** Unless the index still catches up: every message that is there is found by its key. */
    private void keysAreFound(MessageStore store, Set<Long> present) {
        if (store.stats().index().lagBytes() > 0) {
            return;
        }
        Map<String, Set<Long>> found = new HashMap<>();
        for (QueueName queue : model.queueNames()) {
            for (Stored stored : model.queueOf(queue).values()) {
                MessageExt message = RecordDecoder.decode(ByteBuffer.wrap(stored.record()));
                Optional<String> key = message.properties().get(PropertyKeys.KEYS);
                if (present.contains(stored.physicalOffset()) && key.isPresent()) {
                    Broken.unless(
                            found.computeIfAbsent(
                                            queue.topic() + '#' + key.get(),
                                            name -> byKey(store, queue.topic(), key.get()))
                                    .contains(stored.physicalOffset()),
                            "a message is not found by its key '"
                                    + key.get()
                                    + "' of "
                                    + queue
                                    + ", physical "
                                    + stored.physicalOffset());
                }
            }
        }
    }

    private static Set<Long> byKey(MessageStore store, String topic, String key) {
        KeyQuery all =
                new KeyQuery(
                        topic, key, false, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, Long.MAX_VALUE);
        Set<Long> offsets = new HashSet<>();
        try (QueryResult result = store.query(all).orElseThrow()) {
            for (MappedSlice record : result.records()) {
                Broken.unless(
                        offsets.add(record.physicalOffset()),
                        "a message twice for one key at " + record.physicalOffset());
            }
        }
        return offsets;
    }

    /** Where the queues end that were checked. */
    Map<QueueName, Long> queueEnds() {
        return ends;
    }

    private void nothingIsInvented(
            QueueName queue,
            StoreView view,
            NavigableMap<Long, Stored> expected,
            Set<Long> present) {
        long lastQueueOffset = -1;
        long lastPhysicalOffset = -1;
        for (int i = 0; i < view.messages().size(); i++) {
            StoreView.Message message = view.messages().get(i);
            Stored stored = expected.get(message.queueOffset());
            String where = " at " + message.queueOffset() + " of " + queue;
            Broken.unless(
                    stored != null && stored.physicalOffset() == message.physicalOffset(),
                    "a message that was never appended, or was lost before"
                            + where
                            + ", physical "
                            + message.physicalOffset()
                            + ", expected "
                            + stored);
            Broken.unless(
                    message.record().equals(ByteBuffer.wrap(stored.record())),
                    "a message is not what was appended"
                            + where
                            + ", it differs from byte "
                            + message.record().mismatch(ByteBuffer.wrap(stored.record()))
                            + " of "
                            + stored.record().length
                            + " at "
                            + stored.physicalOffset());
            Broken.unless(
                    stored.tagsCode() == view.tagsCodes().get(i),
                    "an entry has the hash of another tag" + where);
            Broken.unless(
                    message.queueOffset() > lastQueueOffset
                            && message.physicalOffset() > lastPhysicalOffset,
                    "a message twice, or not in the order of the log" + where);
            lastQueueOffset = message.queueOffset();
            lastPhysicalOffset = message.physicalOffset();
            present.add(message.physicalOffset());
        }
    }

    private void nothingPromisedIsLost(
            QueueName queue,
            StoreView view,
            NavigableMap<Long, Stored> expected,
            Set<Long> present) {
        if (model.isBeingDeleted(queue.topic())) {
            return;
        }
        for (Stored stored : expected.values()) {
            if (present.contains(stored.physicalOffset()) || model.isExpired(stored)) {
                continue;
            }
            String where =
                    " at "
                            + stored.queueOffset()
                            + " of "
                            + queue
                            + ", queue now "
                            + view.minOffset()
                            + ".."
                            + view.maxOffset()
                            + ", physical "
                            + stored.physicalOffset()
                            + " below "
                            + model.promisedBelow();
            Broken.unless(!nothingIsLost, "a message is gone though nobody cut the power" + where);
            Broken.unless(!model.isPromised(stored), "a message on disk is gone" + where);
            Broken.unless(
                    !consumersSeeOnlyStable || !model.isSeen(stored),
                    "a message that a consumer has seen is gone" + where);
        }
    }

    /** The next number follows the last one there is, and no promised number is given again. */
    private void numbersGoOn(
            MessageStore store,
            QueueName queue,
            StoreView view,
            NavigableMap<Long, Stored> expected) {
        long next = store.nextOffset(queue.topic(), queue.queueId());
        String where = " " + queue + " next " + next + " max " + view.maxOffset();
        Broken.unless(next >= view.maxOffset(), "numbers go back" + where);
        Broken.unless(
                next >= model.leastNext(queue),
                "numbers of a deleted topic are given again" + where);
        if (model.wasEverDeleted(queue.topic())) {
            return;
        }
        long known = model.endAtOpen(queue);
        Broken.unless(next >= known, "numbers are given again" + where + " before " + known);
        for (Stored stored : expected.values()) {
            known = Math.max(known, stored.queueOffset() + 1);
            Broken.unless(
                    !model.isPromised(stored) || next > stored.queueOffset(),
                    "the number of a message on disk is given again" + where);
        }
        Broken.unless(next == view.maxOffset(), "numbers are left out" + where);
        Broken.unless(view.maxOffset() <= known, "a queue is longer than it ever was" + where);
        long newest =
                view.messages().isEmpty()
                        ? 0
                        : view.messages().get(view.messages().size() - 1).queueOffset() + 1;
        Broken.unless(
                view.maxOffset() == Math.max(newest, view.minOffset()),
                "a queue ends with entries that have no message" + where);
    }

    /** The derived files say what the log says. */
    void equalsRebuilt(MessageStore store, MessageStore rebuilt) {
        for (QueueName queue : model.queueNames()) {
            if (model.wasEverDeleted(queue.topic())) {
                continue; // what was deleted is known to the registry alone
            }
            StoreView view = StoreView.of(store, queue);
            StoreView other = StoreView.of(rebuilt, queue);
            String where =
                    " "
                            + queue
                            + " "
                            + view.minOffset()
                            + ".."
                            + view.maxOffset()
                            + " rebuilt "
                            + other.minOffset()
                            + ".."
                            + other.maxOffset();
            boolean isEmpty = view.minOffset() == view.maxOffset(); // only the registry knows where
            boolean isSame =
                    firstMessage(view) == firstMessage(other)
                            && view.maxOffset() == other.maxOffset();
            Broken.unless(
                    isEmpty ? other.messages().isEmpty() : isSame,
                    "a queue has other bounds than a rebuilt one" + where);
            Broken.unless(
                    view.messages().size() == other.messages().size()
                            && view.tagsCodes().equals(other.tagsCodes()),
                    "a queue has other entries than a rebuilt one" + where);
            for (int i = 0; i < view.messages().size(); i++) {
                Broken.unless(
                        view.messages().get(i).isSame(other.messages().get(i)),
                        "a queue has another message than a rebuilt one" + where);
            }
        }
    }

    /** Where a queue begins, but for the places of lost messages: a rebuilt one has none in front. */
    private static long firstMessage(StoreView view) {
        return view.messages().isEmpty() ? view.minOffset() : view.messages().get(0).queueOffset();
    }

    /** The small file is what was written last, or what was being written; returns which. */
    int smallFileIsWhole(SimulatedDisk disk, Path file) throws IOException {
        Optional<byte[]> content =
                new AtomicFile(disk, file).read(bytes -> ConfigContent.numberOf(bytes) > 0);
        int number = content.map(ConfigContent::numberOf).orElse(0);
        Broken.unless(
                number == model.configWritten() || number == model.configBegun(),
                "the small file has version "
                        + number
                        + ", written was "
                        + model.configWritten()
                        + ", begun "
                        + model.configBegun());
        return number;
    }

    /** Content of the small file: a number, often enough to span sectors. */
    static final class ConfigContent {
        private ConfigContent() {}

        static byte[] of(int number) {
            return (number + ",").repeat(20 + number % 300).getBytes(StandardCharsets.US_ASCII);
        }

        /** 0 for anything that is not whole. */
        static int numberOf(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.US_ASCII);
            int comma = text.indexOf(',');
            if (comma < 1 || comma > 9 || !text.substring(0, comma).matches("[0-9]+")) {
                return 0;
            }
            int number = Integer.parseInt(text.substring(0, comma));
            return text.equals(new String(of(number), StandardCharsets.US_ASCII)) ? number : 0;
        }
    }
}

package io.apogeemq.store.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The names of one directory, as processes see them and as they are on disk, and the changes between
 * the two. A change (a creation, a removal, a rename with both of its names) gets to disk as a whole or
 * not at all; which of them do, and in which order, is open until the directory is forced.
 */
final class SimulatedDirectory implements Node {

    private final TreeMap<String, Node> entries = new TreeMap<>();
    private final TreeMap<String, Node> onDisk = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /** What one operation did: names with their new meaning, {@code null} for a name that went. */
    private record Change(Map<String, Node> names) {
        void applyTo(TreeMap<String, Node> directory) {
            names.forEach(
                    (name, node) -> {
                        if (node == null) {
                            directory.remove(name);
                        } else {
                            directory.put(name, node);
                        }
                    });
        }
    }

    TreeMap<String, Node> entries() {
        return entries;
    }

    Node get(String name) {
        return entries.get(name);
    }

    void put(String name, Node node) {
        Map<String, Node> names = new TreeMap<>();
        names.put(name, node);
        change(names);
    }

    void remove(String name) {
        Map<String, Node> names = new TreeMap<>();
        names.put(name, null);
        change(names);
    }

    void rename(String from, String to) {
        Map<String, Node> names = new TreeMap<>();
        names.put(to, entries.get(from));
        names.put(from, null);
        change(names);
    }

    private void change(Map<String, Node> names) {
        Change change = new Change(names);
        change.applyTo(entries);
        pending.add(change);
    }

    void force() {
        onDisk.clear();
        onDisk.putAll(entries);
        pending.clear();
    }

    /** Some changes get to disk, the others stay pending; never a later one of the same name first. */
    void writeBack(SplittableRandom random) {
        double share = random.nextDouble();
        Set<String> waiting = new HashSet<>();
        for (Change change : List.copyOf(pending)) {
            boolean waits = change.names.keySet().stream().anyMatch(waiting::contains);
            if (!waits && random.nextDouble() < share) {
                change.applyTo(onDisk);
                pending.remove(change);
            } else {
                waiting.addAll(change.names.keySet());
            }
        }
    }

    /** The names that a power cut leaves, of files and directories as they were. */
    TreeMap<String, Node> afterPowerCut(SplittableRandom random, double share) {
        TreeMap<String, Node> left = new TreeMap<>(onDisk);
        for (Change change : pending) {
            if (random.nextDouble() < share) {
                change.applyTo(left);
            }
        }
        return left;
    }

    /** Sets both images: how a disk looks that has just been switched on. */
    void putOnDisk(String name, Node node) {
        entries.put(name, node);
        onDisk.put(name, node);
    }

    /** The same with other nodes in place of these. */
    SimulatedDirectory copy(UnaryOperator<Node> copyOf) {
        SimulatedDirectory copy = new SimulatedDirectory();
        entries.forEach((name, node) -> copy.entries.put(name, copyOf.apply(node)));
        onDisk.forEach((name, node) -> copy.onDisk.put(name, copyOf.apply(node)));
        for (Change change : pending) {
            Map<String, Node> names = new TreeMap<>();
            change.names.forEach(
                    (name, node) -> names.put(name, node == null ? null : copyOf.apply(node)));
            copy.pending.add(new Change(names));
        }
        return copy;
    }
}

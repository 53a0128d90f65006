package io.apogeemq.remoting.command;

import java.util.Arrays;

/**
 * Where the names and values of a header's fields stand in its bytes.
 *
 * <p>It also remembers which names were asked for, in which order, and what came of it: all requests of one
 * kind are read by the same code, which asks for the same names in the same order.
 *
 * <p>Threads: confined to one io thread, or to whoever has a copy.
 */
final class FieldTable {
    private static final int INTS_PER_FIELD = 4;
    private static final int USUAL_FIELDS = 16;
    private static final int MOST_REMEMBERED = 32;
    private static final int ABSENT = -1;
    private static final String[] NONE = {};

    private int[] spans; // name offset, length, value offset, length
    private int[] marks; // of the names, see mark
    private int count;
    private boolean present; // the frame had a header object, be it empty

    private final String[] asked; // null behind the last one
    private final int[] found; // indexes of fields, or ABSENT

    FieldTable() {
        this.spans = new int[USUAL_FIELDS * INTS_PER_FIELD];
        this.marks = new int[USUAL_FIELDS];
        this.asked = new String[MOST_REMEMBERED];
        this.found = new int[MOST_REMEMBERED];
    }

    /** A copy, for a header that is read once. */
    FieldTable(FieldTable other) {
        this.spans = Arrays.copyOf(other.spans, Math.max(other.count, 1) * INTS_PER_FIELD);
        this.marks = Arrays.copyOf(other.marks, Math.max(other.count, 1));
        this.count = other.count;
        this.present = other.present;
        this.asked = NONE;
        this.found = new int[0];
    }

    void clear() {
        count = 0;
        present = false;
        for (int i = 0; i < asked.length && asked[i] != null; i++) {
            asked[i] = null;
        }
    }

    void markPresent() {
        present = true;
    }

    boolean isPresent() {
        return present;
    }

    int size() {
        return count;
    }

    void add(byte[] data, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        int at = count * INTS_PER_FIELD;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        spans[at] = nameOffset;
        spans[at + 1] = nameLength;
        spans[at + 2] = valueOffset;
        spans[at + 3] = valueLength;
        marks[count++] =
                nameLength == 0
                        ? 0
                        : mark(nameLength, data[nameOffset], data[nameOffset + nameLength - 1]);
    }

    /** What tells most names apart at one look. */
    private static int mark(int length, int first, int last) {
        return length << 16 | (first & 0xFF) << 8 | last & 0xFF;
    }

    int nameOffset(int index) {
        return spans[index * INTS_PER_FIELD];
    }

    int nameLength(int index) {
        return spans[index * INTS_PER_FIELD + 1];
    }

    int valueOffset(int index) {
        return spans[index * INTS_PER_FIELD + 2];
    }

    int valueLength(int index) {
        return spans[index * INTS_PER_FIELD + 3];
    }

    /**
     * Index of the field, or -1 when absent.
     *
     * @param data the header's bytes
     * @param turn how often the caller has asked before, for this header
     */
    @SuppressWarnings("ReferenceEquality") // names are literals; another instance is looked up anew
    int indexOf(String name, byte[] data, int turn) {
        if (turn >= asked.length) {
            return find(name, data);
        }
        if (asked[turn] != name) {
            found[turn] = find(name, data);
            asked[turn] = name;
        }
        return found[turn];
    }

    private int find(String name, byte[] data) {
        int length = name.length();
        int mark = length == 0 ? 0 : mark(length, name.charAt(0), name.charAt(length - 1));
        for (int i = 0; i < count; i++) {
            if (marks[i] == mark && isNamed(i, name, data)) {
                return i;
            }
        }
        return ABSENT;
    }

    private boolean isNamed(int index, String name, byte[] data) {
        int offset = nameOffset(index);
        int length = nameLength(index);
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[offset + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

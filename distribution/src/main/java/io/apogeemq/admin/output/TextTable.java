package io.apogeemq.admin.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns, the heads first. Columns stand at least two blanks apart and are never cut: they
 * grow with their widest cell.
 *
 * <p>The least widths are those that scripts written for the peer's tool may count on.
 *
 * <p>Threads: confined to its creator.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Integer> widths = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column. */
    public TextTable column(String head, int leastWidth) {
        heads.add(head);
        widths.add(Math.max(leastWidth, head.length()));
        return this;
    }

    /** Adds a row: one cell for each column, in any type that prints itself. */
    public TextTable row(Object... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + heads.size() + " columns");
        }
        List<String> row = new ArrayList<>(cells.length);
        for (int i = 0; i < cells.length; i++) {
            String cell = String.valueOf(cells[i]);
            row.add(cell);
            widths.set(i, Math.max(widths.get(i), cell.length()));
        }
        rows.add(row);
        return this;
    }

    /** Prints heads and rows. */
    public void print(PrintStream out) {
        out.println(line(heads));
        rows.forEach(row -> out.println(line(row)));
    }

    /** Blanks between the end of the last cell and the end of the line are left out. */
    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(cell).append(" ".repeat(widths.get(i) - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}

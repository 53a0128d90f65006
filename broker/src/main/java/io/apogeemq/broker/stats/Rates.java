package io.apogeemq.broker.stats;

/** Something per second, on average over the last ten seconds, minute and ten minutes. */
public record Rates(double tenSeconds, double minute, double tenMinutes) {
    /** What both are together. */
    public Rates plus(Rates other) {
        return new Rates(
                tenSeconds + other.tenSeconds,
                minute + other.minute,
                tenMinutes + other.tenMinutes);
    }

    /** Three numbers with a blank between them, as tools read them. */
    public String text() {
        return tenSeconds + " " + minute + " " + tenMinutes;
    }
}

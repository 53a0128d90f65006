package io.apogeemq.broker.stats;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.protocol.admin.BrokerStatsData;
import io.apogeemq.remoting.protocol.admin.BrokerStatsItem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what is sent to topics and given to groups, and says how fast.
 *
 * <p>Hot: {@link #sent} and {@link #given} are one or two hash look-ups and a few additions to striped
 * counters, without lock and without allocation.
 *
 * <p>Threads: counted by any thread; {@link #sample} by one scheduler task every ten seconds, which
 * looks only at what changed.
 */
public final class BrokerStats {
    private static final char SEPARATOR = '@';

    private final Clock clock;
    private final String clusterName;
    private final Queue<Traffic> changedOnes = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, Traffic> intoTopics = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ConcurrentMap<String, Traffic>> outByGroup =
            new ConcurrentHashMap<>(); // group, topic
    private final Traffic into;
    private final Traffic out;
    private final Traffic missed;

    // written by the sampling task
    private volatile LocalDate today;
    private volatile DayStart startOfDay = new DayStart(0, 0);
    private volatile DayStart startOfYesterday = new DayStart(0, 0);

    /** Messages in and out since the broker started, at the beginning of a day. */
    public record DayStart(long sent, long given) {}

    /** All counters at zero. */
    public BrokerStats(String clusterName, Clock clock) {
        this.clusterName = requireNonNull(clusterName, "clusterName");
        this.clock = requireNonNull(clock, "clock");
        long now = clock.millis();
        this.into = Traffic.ofAll(changedOnes, now);
        this.out = Traffic.ofAll(changedOnes, now);
        this.missed = Traffic.ofAll(changedOnes, now);
        this.today = dayOf(now);
    }

    /** Messages of a topic were stored. Hot. */
    public void sent(String topic, int messages, long bytes) {
        Traffic traffic = intoTopics.get(topic);
        if (traffic == null) {
            traffic = intoTopics.computeIfAbsent(topic, name -> newTraffic());
        }
        traffic.add(messages, bytes);
        into.add(messages, bytes);
    }

    /** Messages of a topic were given to a consumer of a group. Hot. */
    public void given(String group, String topic, int messages, long bytes) {
        ConcurrentMap<String, Traffic> topics = outByGroup.get(group);
        Traffic traffic = topics == null ? null : topics.get(topic);
        if (traffic == null) {
            traffic =
                    outByGroup
                            .computeIfAbsent(group, name -> new ConcurrentHashMap<>())
                            .computeIfAbsent(topic, name -> newTraffic());
        }
        traffic.add(messages, bytes);
        out.add(messages, bytes);
    }

    /** A pull found nothing. Hot. */
    public void missed() {
        missed.add(0, 0);
    }

    /** Forgets a deleted topic. */
    public void removeTopic(String topic) {
        intoTopics.remove(topic);
        outByGroup.values().forEach(topics -> topics.remove(topic));
    }

    /** Forgets a deleted group. */
    public void removeGroup(String group) {
        outByGroup.remove(group);
    }

    /** Takes samples of what changed since the last call. */
    public void sample() {
        long now = clock.millis();
        for (Traffic traffic = changedOnes.poll(); traffic != null; traffic = changedOnes.poll()) {
            traffic.sample(now);
        }
        LocalDate day = dayOf(now);
        if (!day.equals(today)) {
            startOfYesterday = startOfDay;
            startOfDay = new DayStart(sentTotal(), givenTotal());
            today = day;
        }
    }

    /** Messages stored since the start. */
    public long sentTotal() {
        return into.sum(History.MESSAGES);
    }

    /** Requests that stored messages since the start. */
    public long sendRequests() {
        return into.sum(History.REQUESTS);
    }

    /** Bytes of messages stored since the start. */
    public long sentBytes() {
        return into.sum(History.BYTES);
    }

    /** Messages given out since the start. */
    public long givenTotal() {
        return out.sum(History.MESSAGES);
    }

    /** The totals when this day began. */
    public DayStart startOfDay() {
        return startOfDay;
    }

    /** The totals when the day before began. */
    public DayStart startOfYesterday() {
        return startOfYesterday;
    }

    /** Messages stored per second. */
    public Rates sendRates() {
        return into.rates(History.MESSAGES, clock.millis());
    }

    /** Messages given out per second. */
    public Rates giveRates() {
        return out.rates(History.MESSAGES, clock.millis());
    }

    /** Pulls per second that found messages. */
    public Rates foundRates() {
        return out.rates(History.REQUESTS, clock.millis());
    }

    /** Pulls per second that found nothing. */
    public Rates missRates() {
        return missed.rates(History.REQUESTS, clock.millis());
    }

    /** Messages per second that a group got of a topic in the last minute. */
    public double consumeRate(String group, String topic) {
        ConcurrentMap<String, Traffic> topics = outByGroup.get(group);
        Traffic traffic = topics == null ? null : topics.get(topic);
        return traffic == null ? 0 : perSecond(traffic);
    }

    /** Messages per second that a topic got in the last minute. */
    public double sendRate(String topic) {
        Traffic traffic = intoTopics.get(topic);
        return traffic == null ? 0 : perSecond(traffic);
    }

    private double perSecond(Traffic traffic) {
        return traffic.inMinute(History.MESSAGES, clock.millis()).perSecond();
    }

    /** The statistic of that name and key as tools ask for it; empty when nothing was counted. */
    public Optional<BrokerStatsData> view(String name, String key) {
        return switch (name) {
            case "TOPIC_PUT_NUMS" -> view(intoTopics.get(key), History.MESSAGES);
            case "TOPIC_PUT_SIZE" -> view(intoTopics.get(key), History.BYTES);
            case "GROUP_GET_NUMS" -> view(outOf(key), History.MESSAGES);
            case "GROUP_GET_SIZE" -> view(outOf(key), History.BYTES);
            case "BROKER_PUT_NUMS" -> view(ofBroker(key, into), History.MESSAGES);
            case "BROKER_GET_NUMS" -> view(ofBroker(key, out), History.MESSAGES);
            default -> Optional.empty();
        };
    }

    private Traffic ofBroker(String key, Traffic traffic) {
        return key.equals(clusterName) ? traffic : null;
    }

    private Traffic outOf(String topicAtGroup) {
        int split = topicAtGroup.indexOf(SEPARATOR);
        ConcurrentMap<String, Traffic> topics =
                split < 0 ? null : outByGroup.get(topicAtGroup.substring(split + 1));
        return topics == null ? null : topics.get(topicAtGroup.substring(0, split));
    }

    private Optional<BrokerStatsData> view(Traffic traffic, int column) {
        if (traffic == null) {
            return Optional.empty();
        }
        long now = clock.millis();
        return Optional.of(
                new BrokerStatsData(
                        item(
                                traffic.inMinute(column, now),
                                traffic.inMinute(History.REQUESTS, now)),
                        item(traffic.inHour(column, now), traffic.inHour(History.REQUESTS, now)),
                        item(traffic.inDay(column, now), traffic.inDay(History.REQUESTS, now))));
    }

    private static BrokerStatsItem item(History.Growth growth, History.Growth requests) {
        double perRequest =
                requests.amount() == 0 ? 0 : (double) growth.amount() / requests.amount();
        return new BrokerStatsItem(growth.amount(), growth.perSecond(), perRequest);
    }

    private Traffic newTraffic() {
        return Traffic.ofPart(changedOnes, clock.millis());
    }

    private static LocalDate dayOf(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
    }
}

package io.apogeemq.client.error;

import io.apogeemq.common.error.ErrorCategory;

/**
 * It is not known where a topic is, so nothing can be sent to it or consumed from it. The {@link
 * #kind()} tells the reasons apart, since each has another remedy.
 */
public final class NoRouteException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Why there is no route. */
    public enum Kind {
        /** No NameServer answered. */
        NAME_SERVERS_UNREACHABLE,
        /** The topic does not exist and no broker creates topics when they are first sent to. */
        TOPIC_MISSING,
        /** No broker is there that could take or give the topic's messages. */
        NO_BROKER
    }

    private final String topic;
    private final Kind kind;

    private NoRouteException(
            String topic, Kind kind, ErrorCategory category, String message, Throwable cause) {
        super(category, message, cause);
        this.topic = topic;
        this.kind = kind;
    }

    /** No NameServer answered; the cause says what became of each. */
    public static NoRouteException unreachable(
            String topic, NameServersUnreachableException cause) {
        return new NoRouteException(
                topic,
                Kind.NAME_SERVERS_UNREACHABLE,
                ErrorCategory.BUSY,
                "no route to topic '" + topic + "': " + cause.getMessage(),
                cause);
    }

    /** The NameServers know neither the topic nor a broker that would create it. */
    public static NoRouteException topicMissing(String topic, String nameServers) {
        return new NoRouteException(
                topic,
                Kind.TOPIC_MISSING,
                ErrorCategory.CALLER,
                "no route to topic '"
                        + topic
                        + "': the NameServers '"
                        + nameServers
                        + "' do not know it, and no broker creates topics by itself; create it with"
                        + " 'mqadmin updateTopic -n "
                        + nameServers
                        + " -c <cluster> -t "
                        + topic
                        + "' or set autoCreateTopicEnable=true on a broker",
                null);
    }

    /** No broker is registered at the NameServers. */
    public static NoRouteException noBroker(String topic, String nameServers) {
        return new NoRouteException(
                topic,
                Kind.NO_BROKER,
                ErrorCategory.BUSY,
                "no route to topic '"
                        + topic
                        + "': no broker is registered at the NameServers '"
                        + nameServers
                        + "'; start one (mqbroker) with namesrvAddr set to these addresses",
                null);
    }

    /**
     * The topic is known, but no broker that has it can be used.
     *
     * @param why what is wrong with the brokers of the route, for a person
     */
    public static NoRouteException noUsableBroker(String topic, String why) {
        return new NoRouteException(
                topic,
                Kind.NO_BROKER,
                ErrorCategory.BUSY,
                "no usable route to topic '" + topic + "': " + why,
                null);
    }

    /** The topic that was asked for. */
    public String topic() {
        return topic;
    }

    /** Which of the reasons it is. */
    public Kind kind() {
        return kind;
    }
}

package io.apogeemq.common.message;

import java.util.Set;

/**
 * The property names that peers and brokers give a meaning; applications may not use them for their
 * own. Source: store spec, "CommitLog" section 4.
 */
public final class PropertyKeys {
    // set by applications through Message
    /** Keys of the message, separated by one blank. */
    public static final String KEYS = "KEYS";

    public static final String TAGS = "TAGS";

    /** {@code false}: the producer does not wait for the message to be on disk or replicated. */
    public static final String WAIT = "WAIT";

    /** Delay level, 1 to 18 by default. */
    public static final String DELAY = "DELAY";

    public static final String TIMER_DELAY_SEC = "TIMER_DELAY_SEC";
    public static final String TIMER_DELAY_MS = "TIMER_DELAY_MS";

    /** Due time in milliseconds since 1970. */
    public static final String TIMER_DELIVER_MS = "TIMER_DELIVER_MS";

    public static final String SHARDING_KEY = "__SHARDINGKEY";
    public static final String BUYER_ID = "BUYER_ID";
    public static final String INSTANCE_ID = "INSTANCE_ID";
    public static final String CHECK_IMMUNITY_TIME_IN_SECONDS = "CHECK_IMMUNITY_TIME_IN_SECONDS";

    // identity
    /** The id the producing client gave the message. */
    public static final String UNIQUE_KEY = "UNIQ_KEY";

    public static final String EXTEND_UNIQUE_INFO = "EXTEND_UNIQ_INFO";
    public static final String DUPLICATE_INFO = "DUP_INFO";
    public static final String CLUSTER = "CLUSTER";
    public static final String REGION = "MSG_REGION";
    public static final String TRACE_ON = "TRACE_ON";
    public static final String TRACE_CONTEXT = "TRACE_CONTEXT";
    public static final String BORN_HOST = "__BORNHOST";
    public static final String BORN_TIMESTAMP = "BORN_TIMESTAMP";

    // retry and dead letters
    public static final String RETRY_TOPIC = "RETRY_TOPIC";
    public static final String ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";
    public static final String RECONSUME_TIME = "RECONSUME_TIME";
    public static final String MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";
    public static final String CONSUME_START_TIME = "CONSUME_START_TIME";
    public static final String DLQ_ORIGIN_TOPIC = "DLQ_ORIGIN_TOPIC";
    public static final String DLQ_ORIGIN_MESSAGE_ID = "DLQ_ORIGIN_MESSAGE_ID";

    // where a message that waits elsewhere really belongs
    public static final String REAL_TOPIC = "REAL_TOPIC";
    public static final String REAL_QUEUE_ID = "REAL_QID";
    public static final String FORWARD_QUEUE_ID = "PROPERTY_FORWARD_QUEUE_ID";
    public static final String REDIRECT = "REDIRECT";
    public static final String MIN_OFFSET = "MIN_OFFSET";
    public static final String MAX_OFFSET = "MAX_OFFSET";
    public static final String TRANSFER_FLAG = "TRANSFER_FLAG";
    public static final String CORRECTION_FLAG = "CORRECTION_FLAG";
    public static final String MQ2_FLAG = "MQ2_FLAG";

    // transactions
    public static final String TRANSACTION_PREPARED = "TRAN_MSG";
    public static final String PRODUCER_GROUP = "PGROUP";
    public static final String TRANSACTION_ID = "__transactionId__";
    public static final String TRANSACTION_CHECK_TIMES = "TRANSACTION_CHECK_TIMES";
    public static final String TRANSACTION_PREPARED_QUEUE_OFFSET = "TRAN_PREPARED_QUEUE_OFFSET";

    // batches and multi-queue dispatch
    public static final String INNER_NUM = "INNER_NUM";
    public static final String INNER_BASE = "INNER_BASE";
    public static final String INNER_MULTI_DISPATCH = "INNER_MULTI_DISPATCH";
    public static final String INNER_MULTI_QUEUE_OFFSET = "INNER_MULTI_QUEUE_OFFSET";

    // request-reply
    public static final String CORRELATION_ID = "CORRELATION_ID";
    public static final String REPLY_TO_CLIENT = "REPLY_TO_CLIENT";
    public static final String TTL = "TTL";
    public static final String ARRIVE_TIME = "ARRIVE_TIME";
    public static final String PUSH_REPLY_TIME = "PUSH_REPLY_TIME";
    public static final String MESSAGE_TYPE = "MSG_TYPE";

    // pop
    public static final String POP_CHECKPOINT = "POP_CK";
    public static final String POP_CHECKPOINT_OFFSET = "POP_CK_OFFSET";
    public static final String FIRST_POP_TIME = "1ST_POP_TIME";

    // timer
    public static final String TIMER_ENQUEUE_MS = "TIMER_ENQUEUE_MS";
    public static final String TIMER_DEQUEUE_MS = "TIMER_DEQUEUE_MS";
    public static final String TIMER_ROLL_TIMES = "TIMER_ROLL_TIMES";
    public static final String TIMER_OUT_MS = "TIMER_OUT_MS";
    public static final String TIMER_DELETE_UNIQUE_KEY = "TIMER_DEL_UNIQKEY";
    public static final String TIMER_DELAY_LEVEL = "TIMER_DELAY_LEVEL";

    /** Checksum of the record, always the last property. */
    public static final String RECORD_CRC = "__CRC32#";

    /** Start of names that a client adds to a received message for itself; never stored. */
    public static final String TRANSIENT_PREFIX = "__RMQ.TRANSIENT.";

    private static final Set<String> RESERVED =
            Set.of(
                    KEYS,
                    TAGS,
                    WAIT,
                    DELAY,
                    TIMER_DELAY_SEC,
                    TIMER_DELAY_MS,
                    TIMER_DELIVER_MS,
                    SHARDING_KEY,
                    BUYER_ID,
                    INSTANCE_ID,
                    CHECK_IMMUNITY_TIME_IN_SECONDS,
                    UNIQUE_KEY,
                    EXTEND_UNIQUE_INFO,
                    DUPLICATE_INFO,
                    CLUSTER,
                    REGION,
                    TRACE_ON,
                    TRACE_CONTEXT,
                    BORN_HOST,
                    BORN_TIMESTAMP,
                    RETRY_TOPIC,
                    ORIGIN_MESSAGE_ID,
                    RECONSUME_TIME,
                    MAX_RECONSUME_TIMES,
                    CONSUME_START_TIME,
                    DLQ_ORIGIN_TOPIC,
                    DLQ_ORIGIN_MESSAGE_ID,
                    REAL_TOPIC,
                    REAL_QUEUE_ID,
                    FORWARD_QUEUE_ID,
                    REDIRECT,
                    MIN_OFFSET,
                    MAX_OFFSET,
                    TRANSFER_FLAG,
                    CORRECTION_FLAG,
                    MQ2_FLAG,
                    TRANSACTION_PREPARED,
                    PRODUCER_GROUP,
                    TRANSACTION_ID,
                    TRANSACTION_CHECK_TIMES,
                    TRANSACTION_PREPARED_QUEUE_OFFSET,
                    INNER_NUM,
                    INNER_BASE,
                    INNER_MULTI_DISPATCH,
                    INNER_MULTI_QUEUE_OFFSET,
                    CORRELATION_ID,
                    REPLY_TO_CLIENT,
                    TTL,
                    ARRIVE_TIME,
                    PUSH_REPLY_TIME,
                    MESSAGE_TYPE,
                    POP_CHECKPOINT,
                    POP_CHECKPOINT_OFFSET,
                    FIRST_POP_TIME,
                    TIMER_ENQUEUE_MS,
                    TIMER_DEQUEUE_MS,
                    TIMER_ROLL_TIMES,
                    TIMER_OUT_MS,
                    TIMER_DELETE_UNIQUE_KEY,
                    TIMER_DELAY_LEVEL,
                    RECORD_CRC);

    private PropertyKeys() {}

    /** Whether applications may not use the name for a property of their own. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name) || name.startsWith(TRANSIENT_PREFIX);
    }
}

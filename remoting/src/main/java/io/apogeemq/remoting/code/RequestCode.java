package io.apogeemq.remoting.code;

import java.util.Map;

/**
 * The request codes of the protocol: one number per kind of request.
 *
 * <p>Each constant says who sends it to whom and which page of the wire spec describes it. The whole
 * table is on page "codes"; its section 1 says what to answer to a number nobody serves.
 *
 * <p>Threads: constants and pure functions.
 */
public final class RequestCode {

    // Messages and consumers

    /** Client to broker; page requests-core. */
    public static final int SEND_MESSAGE = 10;

    /** Client to broker; page requests-core. */
    public static final int PULL_MESSAGE = 11;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int QUERY_MESSAGE = 12;

    /** Unused by every known peer; page codes. */
    public static final int QUERY_BROKER_OFFSET = 13;

    /** Client to broker; page requests-core. */
    public static final int QUERY_CONSUMER_OFFSET = 14;

    /** Client to broker; page requests-core. */
    public static final int UPDATE_CONSUMER_OFFSET = 15;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int SEARCH_OFFSET_BY_TIMESTAMP = 29;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int GET_MAX_OFFSET = 30;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int GET_MIN_OFFSET = 31;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int GET_EARLIEST_MSG_STORETIME = 32;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int VIEW_MESSAGE_BY_ID = 33;

    /** Client to broker; page requests-core. */
    public static final int HEART_BEAT = 34;

    /** Client to broker; page requests-core. */
    public static final int UNREGISTER_CLIENT = 35;

    /** Client to broker; page requests-core. */
    public static final int CONSUMER_SEND_MSG_BACK = 36;

    /** Client to broker; page requests-core. */
    public static final int END_TRANSACTION = 37;

    /** Client to broker, admin tool to broker; page requests-core. */
    public static final int GET_CONSUMER_LIST_BY_GROUP = 38;

    /** Broker to client; page requests-core. */
    public static final int CHECK_TRANSACTION_STATE = 39;

    /** Broker to client; page requests-core. */
    public static final int NOTIFY_CONSUMER_IDS_CHANGED = 40;

    /** Client to broker, broker to broker; page requests-core. */
    public static final int LOCK_BATCH_MQ = 41;

    /** Client to broker, broker to broker; page requests-core. */
    public static final int UNLOCK_BATCH_MQ = 42;

    /** Client to broker; page requests-core. */
    public static final int CHECK_CLIENT_CONFIG = 46;

    /** Unused by every known peer; page codes. */
    public static final int GET_CLIENT_CONFIG = 47;

    /** Broker to client; page requests-core. */
    public static final int RESET_CONSUMER_CLIENT_OFFSET = 220;

    /** Broker to client; page requests-core. */
    public static final int GET_CONSUMER_STATUS_FROM_CLIENT = 221;

    /** Admin tool to broker, broker to client; page requests-core. */
    public static final int GET_CONSUMER_RUNNING_INFO = 307;

    /** Admin tool to broker, broker to client; page requests-core. */
    public static final int CONSUME_MESSAGE_DIRECTLY = 309;

    /** Client to broker; page requests-core. */
    public static final int SEND_MESSAGE_V2 = 310;

    /** Client to broker; page requests-core. */
    public static final int SEND_BATCH_MESSAGE = 320;

    /** Client to broker; page requests-core. */
    public static final int SEND_REPLY_MESSAGE = 324;

    /** Client to broker; page requests-core. */
    public static final int SEND_REPLY_MESSAGE_V2 = 325;

    /** Broker to client; page requests-core. */
    public static final int PUSH_REPLY_MESSAGE_TO_CLIENT = 326;

    /** Client to broker; page requests-core. */
    public static final int LITE_PULL_MESSAGE = 361;

    /** Client to broker; page requests-core. */
    public static final int RECALL_MESSAGE = 370;

    /** Client to broker; page requests-core. */
    public static final int QUERY_ASSIGNMENT = 400;

    /** Admin tool to broker; page requests-core. */
    public static final int SET_MESSAGE_REQUEST_MODE = 401;

    /** Broker to broker; page requests-ha-controller. */
    public static final int GET_ALL_MESSAGE_REQUEST_MODE = 402;

    /** Client to broker; page requests-core. */
    public static final int POP_MESSAGE = 200050;

    /** Client to broker; page requests-core. */
    public static final int ACK_MESSAGE = 200051;

    /** Client to broker; page requests-core. */
    public static final int PEEK_MESSAGE = 200052;

    /** Client to broker; page requests-core. */
    public static final int CHANGE_MESSAGE_INVISIBLETIME = 200053;

    /** Client to broker; page requests-core. */
    public static final int NOTIFICATION = 200054;

    /** Client to broker; page requests-core. */
    public static final int POLLING_INFO = 200055;

    /** Admin tool to broker; page requests-admin. */
    public static final int POP_ROLLBACK = 200056;

    /** Client to broker; page requests-core. */
    public static final int BATCH_ACK_MESSAGE = 200151;

    // Name server

    /** Admin tool to name server; page requests-namesrv. */
    public static final int PUT_KV_CONFIG = 100;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_KV_CONFIG = 101;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int DELETE_KV_CONFIG = 102;

    /** Broker to name server; page requests-namesrv. */
    public static final int REGISTER_BROKER = 103;

    /** Broker to name server; page requests-namesrv. */
    public static final int UNREGISTER_BROKER = 104;

    /** Client to name server, broker to name server, admin tool to name server; page requests-namesrv. */
    public static final int GET_ROUTEINFO_BY_TOPIC = 105;

    /** Client to name server, admin tool to name server; page requests-namesrv. */
    public static final int GET_BROKER_CLUSTER_INFO = 106;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int WIPE_WRITE_PERM_OF_BROKER = 205;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_ALL_TOPIC_LIST_FROM_NAMESERVER = 206;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int DELETE_TOPIC_IN_NAMESRV = 216;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int REGISTER_TOPIC_IN_NAMESRV = 217;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_KVLIST_BY_NAMESPACE = 219;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_TOPICS_BY_CLUSTER = 224;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_SYSTEM_TOPIC_LIST_FROM_NS = 304;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_UNIT_TOPIC_LIST = 311;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_HAS_UNIT_SUB_TOPIC_LIST = 312;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST = 313;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int UPDATE_NAMESRV_CONFIG = 318;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int GET_NAMESRV_CONFIG = 319;

    /** Broker to name server; page requests-namesrv. */
    public static final int QUERY_DATA_VERSION = 322;

    /** Admin tool to name server; page requests-namesrv. */
    public static final int ADD_WRITE_PERM_OF_BROKER = 327;

    /** Broker to name server; page requests-namesrv. */
    public static final int GET_BROKER_MEMBER_GROUP = 901;

    /** Broker to name server, broker to controller; page requests-namesrv. */
    public static final int BROKER_HEARTBEAT = 904;

    // Broker administration

    /** Admin tool to broker, client to broker; page requests-admin. */
    public static final int UPDATE_AND_CREATE_TOPIC = 17;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_AND_CREATE_TOPIC_LIST = 18;

    /** Admin tool to broker, broker to broker; page requests-admin. */
    public static final int GET_ALL_TOPIC_CONFIG = 21;

    /** Unused by every known peer; page codes. */
    public static final int GET_TOPIC_CONFIG_LIST = 22;

    /** Unused by every known peer; page codes. */
    public static final int GET_TOPIC_NAME_LIST = 23;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_BROKER_CONFIG = 25;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_BROKER_CONFIG = 26;

    /** Unused by every known peer; page codes. */
    public static final int TRIGGER_DELETE_FILES = 27;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_BROKER_RUNTIME_INFO = 28;

    /** Broker to broker; page requests-ha-controller. */
    public static final int GET_ALL_CONSUMER_OFFSET = 43;

    /** Broker to broker; page requests-ha-controller. */
    public static final int GET_ALL_DELAY_OFFSET = 45;

    /** Broker to broker; page requests-ha-controller. */
    public static final int GET_TIMER_CHECK_POINT = 60;

    /** Broker to broker; page requests-ha-controller. */
    public static final int GET_TIMER_METRICS = 61;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_AND_CREATE_SUBSCRIPTIONGROUP = 200;

    /** Admin tool to broker, broker to broker; page requests-admin. */
    public static final int GET_ALL_SUBSCRIPTIONGROUP_CONFIG = 201;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_TOPIC_STATS_INFO = 202;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_CONSUMER_CONNECTION_LIST = 203;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_PRODUCER_CONNECTION_LIST = 204;

    /** Admin tool to broker; page requests-admin. */
    public static final int DELETE_SUBSCRIPTIONGROUP = 207;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_CONSUME_STATS = 208;

    /** Unused by every known peer; page codes. */
    public static final int SUSPEND_CONSUMER = 209;

    /** Unused by every known peer; page codes. */
    public static final int RESUME_CONSUMER = 210;

    /** Unused by every known peer; page codes. */
    public static final int ADJUST_CONSUMER_THREAD_POOL = 213;

    /** Unused by every known peer; page codes. */
    public static final int RESET_CONSUMER_OFFSET_IN_CONSUMER = 211;

    /** Unused by every known peer; page codes. */
    public static final int RESET_CONSUMER_OFFSET_IN_BROKER = 212;

    /** Unused by every known peer; page codes. */
    public static final int WHO_CONSUME_THE_MESSAGE = 214;

    /** Admin tool to broker; page requests-admin. */
    public static final int DELETE_TOPIC_IN_BROKER = 215;

    /** Admin tool to broker; page requests-admin. */
    public static final int INVOKE_BROKER_TO_RESET_OFFSET = 222;

    /** Admin tool to broker; page requests-admin. */
    public static final int INVOKE_BROKER_TO_GET_CONSUMER_STATUS = 223;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST = 225;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_TOPIC_CONSUME_BY_WHO = 300;

    /** Unused by every known peer; page codes. */
    public static final int REGISTER_FILTER_SERVER = 301;

    /** Unused by every known peer; page codes. */
    public static final int REGISTER_MESSAGE_FILTER_CLASS = 302;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_CONSUME_TIME_SPAN = 303;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_SYSTEM_TOPIC_LIST_FROM_BROKER = 305;

    /** Admin tool to broker; page requests-admin. */
    public static final int CLEAN_EXPIRED_CONSUMEQUEUE = 306;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_CORRECTION_OFFSET = 308;

    /** Admin tool to broker; page requests-admin. */
    public static final int CLONE_GROUP_OFFSET = 314;

    /** Admin tool to broker; page requests-admin. */
    public static final int VIEW_BROKER_STATS_DATA = 315;

    /** Admin tool to broker; page requests-admin. */
    public static final int CLEAN_UNUSED_TOPIC = 316;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_BROKER_CONSUME_STATS = 317;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_CONSUME_QUEUE = 321;

    /** Admin tool to broker; page requests-admin. */
    public static final int RESUME_CHECK_HALF_MESSAGE = 323;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_ALL_PRODUCER_INFO = 328;

    /** Admin tool to broker; page requests-admin. */
    public static final int DELETE_EXPIRED_COMMITLOG = 329;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_TOPICS_BY_CONSUMER = 343;

    /** Admin tool to broker; page requests-admin. */
    public static final int QUERY_SUBSCRIPTION_BY_CONSUMER = 345;

    /** Admin tool to broker, broker to broker; page requests-admin. */
    public static final int GET_TOPIC_CONFIG = 351;

    /** Admin tool to broker, client to broker; page requests-admin. */
    public static final int GET_SUBSCRIPTIONGROUP_CONFIG = 352;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_AND_GET_GROUP_FORBIDDEN = 353;

    /** Admin tool to broker; page requests-admin. */
    public static final int CHECK_ROCKSDB_CQ_WRITE_PROGRESS = 354;

    /** Admin tool to broker; page requests-admin. */
    public static final int EXPORT_ROCKSDB_CONFIG_TO_JSON = 355;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_AND_CREATE_STATIC_TOPIC = 513;

    /** Admin tool to broker; page requests-admin. */
    public static final int UPDATE_COLD_DATA_FLOW_CTR_CONFIG = 2001;

    /** Admin tool to broker; page requests-admin. */
    public static final int REMOVE_COLD_DATA_FLOW_CTR_CONFIG = 2002;

    /** Admin tool to broker; page requests-admin. */
    public static final int GET_COLD_DATA_FLOW_CTR_INFO = 2003;

    /** Admin tool to broker; page requests-admin. */
    public static final int SET_COMMITLOG_READ_MODE = 2004;

    /** Admin tool to broker; page requests-admin. */
    public static final int SWITCH_TIMER_ENGINE = 5001;

    /** Admin tool of 4.x to broker, ACL files; page requests-admin. */
    public static final int UPDATE_AND_CREATE_ACL_CONFIG = 50;

    /** Admin tool of 4.x to broker, ACL files; page requests-admin. */
    public static final int DELETE_ACL_CONFIG = 51;

    /** Admin tool of 4.x to broker, ACL files; page requests-admin. */
    public static final int GET_BROKER_CLUSTER_ACL_INFO = 52;

    /** Admin tool of 4.x to broker, ACL files; page requests-admin. */
    public static final int UPDATE_GLOBAL_WHITE_ADDRS_CONFIG = 53;

    /** Admin tool of 4.x to broker, ACL files; page requests-admin. */
    public static final int GET_BROKER_CLUSTER_ACL_CONFIG = 54;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_CREATE_USER = 3001;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_UPDATE_USER = 3002;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_DELETE_USER = 3003;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_GET_USER = 3004;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_LIST_USER = 3005;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_CREATE_ACL = 3006;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_UPDATE_ACL = 3007;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_DELETE_ACL = 3008;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_GET_ACL = 3009;

    /** Admin tool to broker; page requests-admin. */
    public static final int AUTH_LIST_ACL = 3010;

    // High availability and controller

    /** Admin tool to broker container; page requests-ha-controller. */
    public static final int ADD_BROKER = 902;

    /** Admin tool to broker container; page requests-ha-controller. */
    public static final int REMOVE_BROKER = 903;

    /** Name server to broker; page requests-ha-controller. */
    public static final int NOTIFY_MIN_BROKER_ID_CHANGE = 905;

    /** Broker to broker; page requests-ha-controller. */
    public static final int EXCHANGE_BROKER_HA_INFO = 906;

    /** Admin tool to broker; page requests-ha-controller. */
    public static final int GET_BROKER_HA_STATUS = 907;

    /** Admin tool to broker; page requests-ha-controller. */
    public static final int RESET_MASTER_FLUSH_OFFSET = 908;

    /** Broker to controller; page requests-ha-controller. */
    public static final int CONTROLLER_ALTER_SYNC_STATE_SET = 1001;

    /** Broker to controller, admin tool to controller; page requests-ha-controller. */
    public static final int CONTROLLER_ELECT_MASTER = 1002;

    /** Broker to controller; page requests-ha-controller. */
    public static final int CONTROLLER_REGISTER_BROKER = 1003;

    /** Broker to controller; page requests-ha-controller. */
    public static final int CONTROLLER_GET_REPLICA_INFO = 1004;

    /** Broker to controller, admin tool to controller; page requests-ha-controller. */
    public static final int CONTROLLER_GET_METADATA_INFO = 1005;

    /** Admin tool to controller; page requests-ha-controller. */
    public static final int CONTROLLER_GET_SYNC_STATE_DATA = 1006;

    /** Admin tool to broker; page requests-ha-controller. */
    public static final int GET_BROKER_EPOCH_CACHE = 1007;

    /** Controller to broker; page requests-ha-controller. */
    public static final int NOTIFY_BROKER_ROLE_CHANGED = 1008;

    /** Admin tool to controller; page requests-ha-controller. */
    public static final int UPDATE_CONTROLLER_CONFIG = 1009;

    /** Admin tool to controller; page requests-ha-controller. */
    public static final int GET_CONTROLLER_CONFIG = 1010;

    /** Admin tool to controller; page requests-ha-controller. */
    public static final int CLEAN_BROKER_DATA = 1011;

    /** Broker to controller; page requests-ha-controller. */
    public static final int CONTROLLER_GET_NEXT_BROKER_ID = 1012;

    /** Broker to controller; page requests-ha-controller. */
    public static final int CONTROLLER_APPLY_BROKER_ID = 1013;

    /** Controller to controller; page requests-ha-controller. */
    public static final int BROKER_CLOSE_CHANNEL = 1014;

    /** Controller to controller; page requests-ha-controller. */
    public static final int CHECK_NOT_ACTIVE_BROKER = 1015;

    /** Controller to controller; page requests-ha-controller. */
    public static final int GET_BROKER_LIVE_INFO = 1016;

    /** Controller to controller; page requests-ha-controller. */
    public static final int GET_SYNC_STATE_DATA = 1017;

    /** Controller to controller; page requests-ha-controller. */
    public static final int RAFT_BROKER_HEART_BEAT_EVENT = 1018;

    // Our own, far from every number a peer uses

    /** Admin tool to broker: verify the store, or say how that went. */
    public static final int VERIFY_STORE = 30_001;

    private static final Map<Integer, String> NAMES = CodeNames.of(RequestCode.class);

    private RequestCode() {}

    /** The constant's name for logs and tables, or the bare number of an unknown code. */
    public static String nameOf(int code) {
        String name = NAMES.get(code);
        return name == null ? Integer.toString(code) : name;
    }

    /** Every known code with its name. */
    public static Map<Integer, String> names() {
        return NAMES;
    }

    /**
     * The request code that a binary header meant by its 16-bit code field.
     *
     * <p>The POP codes (200050 and up) do not fit in 16 bits; peers send their low half. Those halves
     * are no codes of their own, so they can be told apart. Source: wire spec, "frame", section 4.
     *
     * @param int16Code the field, sign-extended
     */
    public static int fromInt16(int int16Code) {
        if (int16Code < (short) POP_MESSAGE || int16Code > (short) BATCH_ACK_MESSAGE) {
            return int16Code;
        }
        int full = (POP_MESSAGE & ~0xFFFF) | int16Code;
        boolean isPop = full <= POP_ROLLBACK || full == BATCH_ACK_MESSAGE;
        return isPop ? full : int16Code;
    }

    /** Whether a code survives the 16-bit field of a binary header; others go with a JSON header. */
    public static boolean fitsInt16(int code) {
        return code == (short) code;
    }
}

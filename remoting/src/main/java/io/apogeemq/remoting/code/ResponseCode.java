package io.apogeemq.remoting.code;

import java.util.Map;

/**
 * The response codes of the protocol: what became of a request.
 *
 * <p>Zero is success. Codes that clients treat as results or retry on another broker are listed in the
 * wire spec, page "codes", section 6.
 *
 * <p>Threads: constants and pure functions.
 */
public final class ResponseCode {

    /** Done. */
    public static final int SUCCESS = 0;

    /** Generic failure; remark tells. */
    public static final int SYSTEM_ERROR = 1;

    /** Flow control; retryable. */
    public static final int SYSTEM_BUSY = 2;

    /** Unknown code. */
    public static final int REQUEST_CODE_NOT_SUPPORTED = 3;

    /** Defined, unused. */
    public static final int TRANSACTION_FAILED = 4;

    /** Send stored but not flushed in time: client's send status FLUSH_DISK_TIMEOUT. */
    public static final int FLUSH_DISK_TIMEOUT = 10;

    /** Send stored, no usable slave (sync master); also END_TRANSACTION / RECALL on a slave. */
    public static final int SLAVE_NOT_AVAILABLE = 11;

    /** Send stored, slave did not confirm in time. */
    public static final int FLUSH_SLAVE_TIMEOUT = 12;

    /** Body or properties too long, bad timer, batch to retry topic, ack on a bad queue. */
    public static final int MESSAGE_ILLEGAL = 13;

    /** Store shut down, disk full, slave. */
    public static final int SERVICE_NOT_AVAILABLE = 14;

    /** Defined, unused. */
    public static final int VERSION_NOT_SUPPORTED = 15;

    /** Broker, topic or group not writable/readable, auth failure, config key in the black list. */
    public static final int NO_PERMISSION = 16;

    /** Route request, send, pull, stats. */
    public static final int TOPIC_NOT_EXIST = 17;

    /** Defined, unused. */
    public static final int TOPIC_EXIST_ALREADY = 18;

    /** Pull: no new message (after the long poll). */
    public static final int PULL_NOT_FOUND = 19;

    /** Pull: nothing matched the filter in the scanned range; nextBeginOffset advanced. */
    public static final int PULL_RETRY_IMMEDIATELY = 20;

    /** Pull: offset out of range; nextBeginOffset is the corrected one. */
    public static final int PULL_OFFSET_MOVED = 21;

    /** Query message, consumer offset, kv config. */
    public static final int QUERY_NOT_FOUND = 22;

    /** Bad filter expression. */
    public static final int SUBSCRIPTION_PARSE_FAILED = 23;

    /** Pull: group or its subscription unknown (client has not heart-beaten yet). */
    public static final int SUBSCRIPTION_NOT_EXIST = 24;

    /** Pull: broker's subscription older than the request's subVersion. */
    public static final int SUBSCRIPTION_NOT_LATEST = 25;

    /** The group has no config and may not be created. */
    public static final int SUBSCRIPTION_GROUP_NOT_EXIST = 26;

    /** Pull with SQL92 before the filter is registered. */
    public static final int FILTER_DATA_NOT_EXIST = 27;

    /** Pull with SQL92 and a newer subscription than the registered filter. */
    public static final int FILTER_DATA_NOT_LATEST = 28;

    /** Bad topic or group name, bad queue id, pop count over 32. */
    public static final int INVALID_PARAMETER = 29;

    /** Historic; no broker sends it. */
    public static final int TRANSACTION_SHOULD_COMMIT = 200;

    /** Historic; no broker sends it. */
    public static final int TRANSACTION_SHOULD_ROLLBACK = 201;

    /** Historic; no broker sends it. */
    public static final int TRANSACTION_STATE_UNKNOW = 202;

    /** Historic; no broker sends it. */
    public static final int TRANSACTION_STATE_GROUP_WRONG = 203;

    /** Historic; no broker sends it. */
    public static final int NO_BUYER_ID = 204;

    /** Historic; no broker sends it. */
    public static final int NOT_IN_CURRENT_UNIT = 205;

    /** Consumer connection list, reset offset. */
    public static final int CONSUMER_NOT_ONLINE = 206;

    /** Broker to consumer call timed out (10 s). */
    public static final int CONSUME_MSG_TIMEOUT = 207;

    /** Ack / change invisible time: offset out of range. */
    public static final int NO_MESSAGE = 208;

    /** Pop: too many waiting polls. */
    public static final int POLLING_FULL = 209;

    /** Pop: nothing in time. */
    public static final int POLLING_TIMEOUT = 210;

    /** Admin tools. */
    public static final int BROKER_NOT_EXIST = 211;

    /** Broker asked to become master before its queues are built. */
    public static final int BROKER_DISPATCH_NOT_COMPLETE = 212;

    /** Admin tool only (its own exceptions). */
    public static final int BROADCAST_CONSUMPTION = 213;

    /** Auth / limit plugins, proxies. */
    public static final int FLOW_CONTROL = 215;

    /** Static topics. */
    public static final int NOT_LEADER_FOR_QUEUE = 501;

    /** Recall failed; transaction end after its immunity time. */
    public static final int ILLEGAL_OPERATION = 604;

    /** Server shutting down. */
    public static final int GO_AWAY = 1500;

    /** Broker-to-broker forwarding of static topics. */
    public static final int RPC_UNKNOWN = -1000;

    /** Broker-to-broker forwarding of static topics. */
    public static final int RPC_ADDR_IS_NULL = -1002;

    /** Broker-to-broker forwarding of static topics. */
    public static final int RPC_SEND_TO_CHANNEL_FAILED = -1004;

    /** Broker-to-broker forwarding of static topics. */
    public static final int RPC_TIME_OUT = -1006;

    /** Controller: fenced master epoch. */
    public static final int CONTROLLER_FENCED_MASTER_EPOCH = 2000;

    /** Controller: fenced sync state set epoch. */
    public static final int CONTROLLER_FENCED_SYNC_STATE_SET_EPOCH = 2001;

    /** Controller: invalid master. */
    public static final int CONTROLLER_INVALID_MASTER = 2002;

    /** Controller: invalid replicas. */
    public static final int CONTROLLER_INVALID_REPLICAS = 2003;

    /** Controller: master not available. */
    public static final int CONTROLLER_MASTER_NOT_AVAILABLE = 2004;

    /** Controller: invalid request. */
    public static final int CONTROLLER_INVALID_REQUEST = 2005;

    /** Controller: broker not alive. */
    public static final int CONTROLLER_BROKER_NOT_ALIVE = 2006;

    /** Controller: not leader. */
    public static final int CONTROLLER_NOT_LEADER = 2007;

    /** Controller: broker metadata not exist. */
    public static final int CONTROLLER_BROKER_METADATA_NOT_EXIST = 2008;

    /** Controller: invalid clean broker metadata. */
    public static final int CONTROLLER_INVALID_CLEAN_BROKER_METADATA = 2009;

    /** Controller: broker need to be registered. */
    public static final int CONTROLLER_BROKER_NEED_TO_BE_REGISTERED = 2010;

    /** Controller: master still exist. */
    public static final int CONTROLLER_MASTER_STILL_EXIST = 2011;

    /** Controller: elect master failed. */
    public static final int CONTROLLER_ELECT_MASTER_FAILED = 2012;

    /** Controller: alter sync state set failed. */
    public static final int CONTROLLER_ALTER_SYNC_STATE_SET_FAILED = 2013;

    /** Controller: broker id invalid. */
    public static final int CONTROLLER_BROKER_ID_INVALID = 2014;

    /** Controller: jraft internal error. */
    public static final int CONTROLLER_JRAFT_INTERNAL_ERROR = 2015;

    /** Controller: broker live info not exists. */
    public static final int CONTROLLER_BROKER_LIVE_INFO_NOT_EXISTS = 2016;

    /** Access control: no such user. */
    public static final int USER_NOT_EXIST = 3001;

    /** Access control: no such policy. */
    public static final int POLICY_NOT_EXIST = 3002;

    private static final Map<Integer, String> NAMES = CodeNames.of(ResponseCode.class);

    private ResponseCode() {}

    /** The constant's name for logs and tables, or the bare number of an unknown code. */
    public static String nameOf(int code) {
        String name = NAMES.get(code);
        return name == null ? Integer.toString(code) : name;
    }

    /** Every known code with its name. */
    public static Map<Integer, String> names() {
        return NAMES;
    }
}

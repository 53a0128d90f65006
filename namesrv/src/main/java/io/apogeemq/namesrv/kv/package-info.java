/**
 * Key-value configuration that the name server keeps for others, above all the order settings of
 * topics.
 *
 * <p>Door: {@link io.apogeemq.namesrv.kv.KvConfigs}; {@link io.apogeemq.namesrv.kv.KvProcessor}
 * answers the requests.
 *
 * <p>Threads: written on the admin thread only, because a change is on disk before it is answered;
 * read on any thread.
 */
package io.apogeemq.namesrv.kv;

/**
 * The small tables of a broker on disk: {@code config/*.json} in the peer's form.
 *
 * <p>Door: {@link io.apogeemq.broker.persist.JsonTable}, one for each file. The owner of a table
 * decides when it is written and on which thread.
 *
 * <p>Threads: confined to one thread at a time; never an io thread, since files are forced.
 */
package io.apogeemq.broker.persist;

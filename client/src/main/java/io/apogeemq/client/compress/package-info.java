/**
 * Message bodies, compressed and back.
 *
 * <p>Door: {@link io.apogeemq.client.compress.BodyCodec}. Producers compress, consumers decompress;
 * brokers store what they get. The formats are those of the peers: a zlib stream, an LZ4 frame, a zstd
 * frame.
 *
 * <p>Threads: whoever sends or consumes.
 */
package io.apogeemq.client.compress;

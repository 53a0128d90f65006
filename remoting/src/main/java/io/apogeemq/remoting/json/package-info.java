/**
 * The peers' JSON dialect: a writer, a tolerant reader, and the tree the reader gives.
 *
 * <p>The dialect has maps with integer keys (quoted or not) and maps whose keys are raw JSON objects,
 * which is not legal JSON; numbers may come as strings, members in any order, unknown members are
 * left alone. Source: wire spec, "requests-core", section 0.
 *
 * <p>Door: {@link io.apogeemq.remoting.json.WireJson}. The only package that knows fastjson2, and only
 * its lexer: no bean mapping, no type names, no autotype.
 *
 * <p>Threads: no shared state; a tree is immutable once parsed.
 */
package io.apogeemq.remoting.json;

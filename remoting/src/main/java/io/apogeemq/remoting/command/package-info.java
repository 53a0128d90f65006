/**
 * One frame of the remoting protocol: its fields, and the two header encodings in both directions.
 *
 * <p>Door: {@link io.apogeemq.remoting.command.RemotingCommand}. Servers and clients decode with
 * {@link io.apogeemq.remoting.command.FrameDecoder} and encode with {@link
 * io.apogeemq.remoting.command.FrameEncoder}; both belong to one connection and are used by its io
 * thread only. Header records of the protocol implement {@link
 * io.apogeemq.remoting.command.CommandHeader} and read themselves from {@link
 * io.apogeemq.remoting.command.HeaderFields}.
 *
 * <p>Format: wire specification, "Wire frame and connection rules".
 */
package io.apogeemq.remoting.command;

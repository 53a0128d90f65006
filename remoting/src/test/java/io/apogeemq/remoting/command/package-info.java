/** Tests of frames and headers: recorded frames, round trips, damage. */
package io.apogeemq.remoting.command;

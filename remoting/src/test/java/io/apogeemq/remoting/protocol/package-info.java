/** Round trips of every header and body record, and the peers' recorded frames. */
package io.apogeemq.remoting.protocol;

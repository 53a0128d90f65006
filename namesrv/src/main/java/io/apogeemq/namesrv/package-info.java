/** ApogeeMQ namesrv. */
package io.apogeemq.namesrv;

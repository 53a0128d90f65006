/** Tests of ApogeeMQ namesrv. */
package io.apogeemq.namesrv;

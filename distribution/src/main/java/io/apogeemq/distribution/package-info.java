/** ApogeeMQ distribution. */
package io.apogeemq.distribution;

/** Tests of ApogeeMQ distribution. */
package io.apogeemq.distribution;

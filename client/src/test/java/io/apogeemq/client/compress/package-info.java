/** Tests of compressed bodies. */
package io.apogeemq.client.compress;

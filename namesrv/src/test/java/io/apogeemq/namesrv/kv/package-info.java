/** Tests of the package. */
package io.apogeemq.namesrv.kv;

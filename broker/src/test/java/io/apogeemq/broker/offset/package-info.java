/** Tests of the broker's package of the same name. */
package io.apogeemq.broker.offset;

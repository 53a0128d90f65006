/** Tests of keeping offsets. */
package io.apogeemq.client.offset;

/** Tests of how answers look. */
package io.apogeemq.admin.output;

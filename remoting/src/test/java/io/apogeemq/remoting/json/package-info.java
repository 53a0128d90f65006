/** Tests of the JSON dialect, friendly and hostile. */
package io.apogeemq.remoting.json;

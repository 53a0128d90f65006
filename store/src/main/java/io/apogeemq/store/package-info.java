/** ApogeeMQ store. */
package io.apogeemq.store;

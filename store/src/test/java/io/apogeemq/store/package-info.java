/** Tests of ApogeeMQ store. */
package io.apogeemq.store;

/** Examples that the guide quotes; compiled and run with the tests. */
package io.apogeemq.client.examples;

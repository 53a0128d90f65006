/**
 * The peer's programs with ours: Apache's clients of two releases on our servers, and our client on
 * Apache's broker.
 */
package io.apogeemq.e2e.interop;

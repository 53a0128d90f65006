/** What the servers hold: very many queues in one broker. */
package io.apogeemq.e2e.scale;

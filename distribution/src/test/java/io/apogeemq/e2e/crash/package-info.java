/** What is left after a server dies: nothing acknowledged is lost, and clients go on. */
package io.apogeemq.e2e.crash;

/** Tests of the command line and, over sockets, of its commands. */
package io.apogeemq.admin;

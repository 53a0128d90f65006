package io.apogeemq.client.admin;

import io.apogeemq.remoting.command.HeaderFields;

/** A server's yes: the fields and the body of its response. */
record Answer(HeaderFields fields, byte[] body) {}

package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;
import java.util.Optional;

/**
 * Header of UPDATE_AND_GET_GROUP_FORBIDDEN (353): asks whether a group may read a topic, and changes
 * it when a wish is given.
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record GroupForbiddenRequestHeader(String group, String topic, Optional<Boolean> readable)
        implements CommandHeader {

    /** Checks that nothing is null. */
    public GroupForbiddenRequestHeader {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(readable, "readable");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GroupForbiddenRequestHeader read(HeaderFields in) {
        return new GroupForbiddenRequestHeader(
                in.requireString("group"),
                in.requireString("topic"),
                in.has("readable")
                        ? Optional.of(in.booleanOr("readable", true))
                        : Optional.empty());
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("group", group);
        out.put("topic", topic);
        readable.ifPresent(wish -> out.put("readable", wish.booleanValue()));
    }
}

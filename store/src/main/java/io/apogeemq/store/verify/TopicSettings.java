package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Which topics the settings file names: records of others belong to topics that were deleted. It is
 * searched as text, because this module reads no JSON.
 *
 * @param text empty when there is no file that can be read
 */
record TopicSettings(String text) {

    static TopicSettings read(StoreFiles files, StoreLayout layout) {
        try {
            return new TopicSettings(
                    files.read(layout.rootDir().resolve("config").resolve("topics.json"))
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .orElse(""));
        } catch (IOException e) {
            return new TopicSettings(""); // the check of the small files says so
        }
    }

    /** Whether it names the topic; true when there is nothing to look at. */
    boolean hasTopic(String topic) {
        return text.isEmpty() || text.contains('"' + topic + '"');
    }
}

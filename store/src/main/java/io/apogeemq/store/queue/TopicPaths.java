package io.apogeemq.store.queue;

/** Whether a topic may become the name of a directory: one component, no way up, nothing hidden. */
final class TopicPaths {

    private TopicPaths() {}

    static boolean isSafe(String topic) {
        if (topic.isEmpty() || topic.equals(".") || topic.equals("..")) {
            return false;
        }
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            if (c == '/' || c == '\\' || c < ' ') {
                return false;
            }
        }
        return true;
    }
}

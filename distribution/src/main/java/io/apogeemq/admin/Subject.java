package io.apogeemq.admin;

/** What commands are about: the headings of the list of commands. */
public enum Subject {
    TOPICS("Topics"),
    GROUPS("Consumer groups"),
    CLUSTER("Cluster and brokers"),
    MESSAGES("Messages"),
    MEASURING("Measuring");

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}

package io.apogeemq.common.config;

/** What kind of value a key takes; the text forms are read in {@link ConfigText}. */
public enum ConfigType {
    STRING("text"),
    INT("int"),
    LONG("long"),
    BOOL("bool"),
    BYTES("bytes"),
    DURATION("duration"),
    ENUM("one of"),
    PATH("path"),
    ADDRESSES("addresses");

    private final String label;

    ConfigType(String label) {
        this.label = label;
    }

    /** How the reference names the type. */
    public String label() {
        return label;
    }
}

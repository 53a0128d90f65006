package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;

/** The language a peer says that it is written in. For display only. */
public enum LanguageCode {
    JAVA,
    CPP,
    DOTNET,
    PYTHON,
    DELPHI,
    ERLANG,
    RUBY,
    OTHER,
    HTTP,
    GO,
    PHP,
    OMS,
    RUST,
    NODE_JS;

    private static final LanguageCode[] BY_CODE = values();

    private final byte[] asciiName = name().getBytes(StandardCharsets.US_ASCII);

    /** The byte that stands for this language in a binary header. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The language with this code, or {@link #OTHER} when the code is unknown. */
    public static LanguageCode of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : OTHER;
    }

    /** The language with this ASCII name, or {@link #OTHER} when the name is unknown. */
    static LanguageCode ofName(byte[] data, int offset, int length) {
        for (LanguageCode language : BY_CODE) {
            if (matches(language.asciiName, data, offset, length)) {
                return language;
            }
        }
        return OTHER;
    }

    private static boolean matches(byte[] name, byte[] data, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != data[offset + i]) {
                return false;
            }
        }
        return true;
    }
}

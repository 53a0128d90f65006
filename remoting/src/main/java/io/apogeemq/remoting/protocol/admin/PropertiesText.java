package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings as {@code key=value} lines in the order of the keys: body of GET_BROKER_CONFIG (26),
 * UPDATE_BROKER_CONFIG (25), GET_NAMESRV_CONFIG (319) and UPDATE_NAMESRV_CONFIG (318).
 *
 * <p>Source: wire spec, requests-admin, "GET_BROKER_CONFIG". Values are written as they are, without
 * escapes, as the peers do; reading follows the rules of Java properties, as the peers do too.
 *
 * <p>Threads: pure functions.
 */
public final class PropertiesText {

    private PropertiesText() {}

    /** The body that lists these settings. */
    public static byte[] write(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings)
                .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a body. */
    public static SortedMap<String, String> read(byte[] body) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(body, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new MqException(
                    ErrorCategory.CALLER, "settings are no key=value lines: " + e.getMessage(), e);
        }
        SortedMap<String, String> settings = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> settings.put(key, properties.getProperty(key)));
        return Collections.unmodifiableSortedMap(settings);
    }
}

package io.apogeemq.remoting.code;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names of a class of code constants, read once from the constants themselves so that names and
 * numbers cannot drift apart.
 */
final class CodeNames {

    private CodeNames() {}

    static Map<Integer, String> of(Class<?> constants) {
        Map<Integer, String> names = new TreeMap<>();
        for (Field field : constants.getDeclaredFields()) {
            if (field.getType() == int.class && Modifier.isPublic(field.getModifiers())) {
                String earlier = names.put(valueOf(field), field.getName());
                if (earlier != null) {
                    throw new IllegalStateException(
                            "two constants share one code: " + earlier + " and " + field.getName());
                }
            }
        }
        return Collections.unmodifiableMap(names);
    }

    private static int valueOf(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("constant " + field.getName() + " is not readable", e);
        }
    }
}

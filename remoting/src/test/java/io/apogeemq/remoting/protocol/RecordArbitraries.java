package io.apogeemq.remoting.protocol;

import io.apogeemq.common.group.GroupRetryPolicy;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupTable;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random values of any record of the protocol, built from its public components, and the list of all
 * records, read from the compiled classes so that a new one cannot be forgotten.
 */
final class RecordArbitraries {

    private RecordArbitraries() {}

    /** Every public record below this package that is of the given kind. */
    static List<Class<?>> recordsOf(Class<?> kind) {
        try {
            Path root =
                    Path.of(
                            WireText.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            try (Stream<Path> files =
                    Files.walk(root.resolve(WireText.class.getPackageName().replace('.', '/')))) {
                List<Class<?>> records = new ArrayList<>();
                for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String name = root.relativize(file).toString().replace('/', '.');
                    Class<?> type = Class.forName(name.substring(0, name.length() - 6));
                    if (type.isRecord() && kind.isAssignableFrom(type)) {
                        records.add(type);
                    }
                }
                return records;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Texts that are never empty, because an empty one may stand for an absent one. */
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(9);
    }

    static <T> Arbitrary<T> of(Class<T> type) {
        return valueOf(type).map(type::cast);
    }

    private static Arbitrary<?> valueOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            return collectionOf((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        if (type == String.class) {
            return texts();
        }
        if (type == int.class || type == Integer.class) {
            return Arbitraries.integers();
        }
        if (type == long.class || type == Long.class) {
            return Arbitraries.longs();
        }
        if (type == boolean.class || type == Boolean.class) {
            return Arbitraries.of(true, false);
        }
        if (type == double.class) {
            return Arbitraries.doubles();
        }
        if (type == GroupRetryPolicy.class) {
            return Arbitraries.oneOf(
                    of(GroupRetryPolicy.Customized.class), of(GroupRetryPolicy.Exponential.class));
        }
        if (type == TopicConfigTable.class) {
            return topicTables();
        }
        if (type == SubscriptionGroupTable.class) {
            return groupTables();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arbitraries.of(plain.getEnumConstants());
        }
        return recordOf(plain);
    }

    private static Arbitrary<?> collectionOf(Class<?> type, Type[] arguments) {
        if (type == List.class) {
            return valueOf(arguments[0]).list().ofMaxSize(3);
        }
        if (type == Set.class) {
            return valueOf(arguments[0]).set().ofMaxSize(3);
        }
        if (type == Optional.class) {
            return valueOf(arguments[0]).optional();
        }
        Arbitrary<? extends Map<?, ?>> maps =
                Arbitraries.maps(valueOf(arguments[0]), valueOf(arguments[1])).ofMaxSize(3);
        return type == SortedMap.class ? maps.map(TreeMap::new) : maps;
    }

    private static Arbitrary<?> recordOf(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Arbitrary<Object>> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(valueOf(component.getGenericType()).map(value -> (Object) value));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Combinators.combine(values).as(arguments -> newRecord(type, types, arguments));
    }

    private static Object newRecord(Class<?> type, Class<?>[] types, List<Object> arguments) {
        try {
            Constructor<?> constructor = type.getConstructor(types);
            return constructor.newInstance(arguments.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " takes no " + arguments, e);
        }
    }

    /** Tables whose keys are the names of their values. */
    private static Arbitrary<TopicConfigTable> topicTables() {
        return Combinators.combine(of(DataVersion.class), of(TopicConfig.class).list().ofMaxSize(3))
                .as(TopicConfigTable::of);
    }

    private static Arbitrary<SubscriptionGroupTable> groupTables() {
        Arbitrary<Map<String, Map<String, Integer>>> forbidden =
                Arbitraries.maps(
                                texts(),
                                Arbitraries.maps(texts(), Arbitraries.integers()).ofMaxSize(2))
                        .ofMaxSize(2);
        return Combinators.combine(
                        of(DataVersion.class),
                        of(SubscriptionGroupConfig.class).list().ofMaxSize(3),
                        forbidden)
                .as(
                        (version, groups, bits) -> {
                            Map<String, SubscriptionGroupConfig> byName = new LinkedHashMap<>();
                            groups.forEach(group -> byName.put(group.groupName(), group));
                            return new SubscriptionGroupTable(version, byName, bits);
                        });
    }
}

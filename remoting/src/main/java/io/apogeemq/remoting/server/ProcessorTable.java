package io.apogeemq.remoting.server;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Objects;
import java.util.concurrent.Executor;

/** Which processor handles a request code, and where it runs. Immutable. */
public final class ProcessorTable {
    /** No request is supported: for clients that expect none from their servers. */
    public static final ProcessorTable NONE = builder().build();

    private final IntObjectMap<Route> routes;

    private ProcessorTable(IntObjectMap<Route> routes) {
        this.routes = routes;
    }

    /** Starts an empty table. */
    public static Builder builder() {
        return new Builder();
    }

    /** The route of a request code, or null when it is not supported. */
    Route route(int requestCode) {
        return routes.get(requestCode);
    }

    /** Where one request code goes; {@code executor} is null for the io thread. */
    record Route(RequestProcessor processor, Executor executor) {}

    /** Collects the rows of a table; a code can be set once. */
    public static final class Builder {
        private final IntObjectMap<Route> routes = new IntObjectHashMap<>();

        private Builder() {}

        /** Handles the code on the io thread: the processor must not block. */
        public Builder on(int requestCode, RequestProcessor processor) {
            return put(
                    requestCode, new Route(Objects.requireNonNull(processor, "processor"), null));
        }

        /** Handles the code on an executor, which refuses work by {@code RejectedExecutionException}. */
        public Builder on(int requestCode, RequestProcessor processor, Executor executor) {
            Objects.requireNonNull(processor, "processor");
            return put(
                    requestCode,
                    new Route(processor, Objects.requireNonNull(executor, "executor")));
        }

        /** The table. */
        public ProcessorTable build() {
            IntObjectMap<Route> copy = new IntObjectHashMap<>(Math.max(8, routes.size() * 2));
            copy.putAll(routes);
            return new ProcessorTable(copy);
        }

        private Builder put(int requestCode, Route route) {
            if (routes.put(requestCode, route) != null) {
                throw new IllegalArgumentException(
                        "request code " + requestCode + " has two processors");
            }
            return this;
        }
    }
}

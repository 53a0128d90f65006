package io.apogeemq.e2e;

import io.apogeemq.client.admin.AdminClient;

/**
 * Producers are answered before queues and index have the message. A test that looks for it without waiting
 * the way consumers do waits here first.
 */
public final class Dispatch {
    private Dispatch() {}

    /** Waits until every message that was acknowledged by now is in its queue, at every broker of ours. */
    public static void await(String nameServers) {
        try (AdminClient admin = AdminClient.connect(nameServers)) {
            for (var broker : admin.cluster().masters()) {
                Deadline.await(
                        () -> bytesBehind(admin, broker.address()).equals("0"),
                        () -> bytesBehind(admin, broker.address()) + " bytes behind");
            }
        }
    }

    private static String bytesBehind(AdminClient admin, String broker) {
        return admin.cluster().brokerStatus(broker).get("dispatchBehindBytes");
    }
}

package io.apogeemq.broker.config;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigProblem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who a broker is: its names and the addresses that it tells others.
 *
 * @param brokerName name of the master and its slaves together
 * @param brokerId 0 for the master
 * @param ip address that clients are told
 * @param port port that clients are told
 * @param haIp address that slaves are told
 * @param haPort port that slaves are told
 */
public record BrokerIdentity(
        String clusterName,
        String brokerName,
        long brokerId,
        String ip,
        int port,
        String haIp,
        int haPort) {

    public BrokerIdentity {
        requireNonNull(clusterName, "clusterName");
        requireNonNull(brokerName, "brokerName");
        requireNonNull(ip, "ip");
        requireNonNull(haIp, "haIp");
    }

    /**
     * The address that records and message ids have.
     *
     * @throws ConfigException when a name was configured that nobody can look up
     */
    public InetAddress inetAddress() {
        try {
            return InetAddress.getByName(ip);
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    List.of(
                            new ConfigProblem(
                                    "brokerIP1",
                                    ip,
                                    "start",
                                    "is '" + ip + "', which cannot be looked up; use an address")));
        }
    }

    /** {@code ip:port} for clients. */
    public String address() {
        return ip + ':' + port;
    }

    /** {@code ip:port} for slaves. */
    public String haAddress() {
        return haIp + ':' + haPort;
    }

    /** The same broker on another port, when the configured one was "any free one". */
    public BrokerIdentity withPort(int newPort) {
        int newHaPort = haPort == port + 1 ? newPort + 1 : haPort;
        return new BrokerIdentity(clusterName, brokerName, brokerId, ip, newPort, haIp, newHaPort);
    }
}

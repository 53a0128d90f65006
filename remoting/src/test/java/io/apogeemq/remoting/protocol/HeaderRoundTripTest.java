package io.apogeemq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFieldException;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.SerializeType;
import io.apogeemq.remoting.protocol.namesrv.PutKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.retry.ConsumerSendMsgBackRequestHeader;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HeaderRoundTripTest {

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void everyHeaderComesBackAsItWas(
            @ForAll("headers") CommandHeader header, @ForAll SerializeType encoding) {
        assertEquals(header, sendAndRead(header, encoding));
    }

    @Provide
    Arbitrary<CommandHeader> headers() {
        return Arbitraries.of(RecordArbitraries.recordsOf(CommandHeader.class))
                .flatMap(type -> RecordArbitraries.of(type).map(CommandHeader.class::cast));
    }

    @Property
    void everySendHeaderComesBackAsItWasInBothForms(
            @ForAll("sends") SendMessageRequestHeader header,
            @ForAll("properties") String properties,
            @ForAll SerializeType encoding) {
        HeaderFields v1 = Frames.overTheWire(header.asV1(properties), encoding).fields();
        HeaderFields v2 = Frames.overTheWire(header.asV2(properties), encoding).fields();

        assertEquals(header, SendMessageRequestHeader.readV1(v1));
        assertEquals(header, SendMessageRequestHeader.readV2(v2));
        assertEquals(properties, bytesOf(v1, SendMessageRequestHeader.PROPERTIES_V1));
        assertEquals(properties, bytesOf(v2, SendMessageRequestHeader.PROPERTIES_V2));
    }

    @Provide
    Arbitrary<SendMessageRequestHeader> sends() {
        return RecordArbitraries.of(SendMessageRequestHeader.class);
    }

    @Provide
    Arbitrary<String> properties() {
        return RecordArbitraries.texts();
    }

    private static String bytesOf(HeaderFields fields, String name) {
        int index = fields.indexOf(name);
        return new String(
                fields.bytes(),
                fields.valueOffset(index),
                fields.valueLength(index),
                StandardCharsets.UTF_8);
    }

    @Test
    void leavesOptionalFieldsOutAndReadsTheirDefaults() {
        var pull =
                new PullMessageRequestHeader(
                        "g", "t", 1, 2, 3, 4, 5, 6, "", 7, "", Integer.MAX_VALUE, -1, "");
        var back = new ConsumerSendMsgBackRequestHeader(1, "g", 0, "", "", false, -1);

        for (SerializeType encoding : SerializeType.values()) {
            HeaderFields fields = Frames.overTheWire(pull, encoding).fields();
            for (String absent :
                    List.of(
                            "subscription",
                            "expressionType",
                            "maxMsgBytes",
                            "requestSource",
                            "proxyFrowardClientId")) {
                assertEquals(false, fields.has(absent), absent);
            }
            assertEquals(pull, PullMessageRequestHeader.read(fields));
            assertEquals(back, sendAndRead(back, encoding));
        }
    }

    @Test
    void aRefusedSendCarriesTheRegionAlone() {
        var refused = SendMessageResponseHeader.refused("DefaultRegion", false);

        HeaderFields fields = Frames.overTheWire(refused, SerializeType.JSON).fields();

        assertEquals(2, fields.size());
        assertEquals(refused, SendMessageResponseHeader.read(fields));
    }

    @Test
    void aMissingRequiredFieldIsNamed() {
        CommandHeader onlyNamespace = out -> out.put("namespace", "n");

        HeaderFieldException problem =
                assertThrows(
                        HeaderFieldException.class,
                        () ->
                                PutKvConfigRequestHeader.read(
                                        Frames.overTheWire(onlyNamespace, SerializeType.JSON)
                                                .fields()));

        assertEquals("key", problem.field());
    }

    private static Object sendAndRead(CommandHeader header, SerializeType encoding) {
        HeaderFields fields = Frames.overTheWire(header, encoding).fields();
        return HeaderReaders.read(header.getClass(), fields);
    }

    /** Calls the {@code read} that every header record has. */
    private static final class HeaderReaders {
        private HeaderReaders() {}

        static Object read(Class<?> type, HeaderFields fields) {
            try {
                return Stream.of(type.getMethods())
                        .filter(method -> method.getName().equals("read"))
                        .findFirst()
                        .orElseThrow()
                        .invoke(null, fields);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type + " can not read itself", e);
            }
        }
    }
}

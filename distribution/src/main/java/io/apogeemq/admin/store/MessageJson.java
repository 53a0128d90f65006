package io.apogeemq.admin.store;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;

/**
 * One stored message as JSON. The body is as stored: one that is compressed stays so, and is base64.
 *
 * @param form how the body is written: as the member {@code body}, or {@code bodyBase64}
 */
record MessageJson(MessageExt message, BodyForm form) implements JsonBody {

    /** What becomes of the body. */
    enum BodyForm {
        /** Text where it is text, else base64. */
        AUTO,
        BASE64,
        NONE
    }

    @Override
    public void write(JsonOut json) {
        json.beginObject();
        writeBody(json);
        json.member("bornHost", text(message.bornHost()))
                .member("bornTime", message.bornTimestamp())
                .member("flag", message.flag())
                .member("physicalOffset", message.physicalOffset())
                .member("preparedTransactionOffset", message.preparedTransactionOffset())
                .texts("properties", new TreeMap<>(message.properties().asMap()))
                .member("queueId", message.queueId())
                .member("queueOffset", message.queueOffset())
                .member("reconsumeTimes", message.reconsumeTimes())
                .member("recordBytes", message.storedBytes())
                .member("storeHost", text(message.storeHost()))
                .member("storeTime", message.storeTimestamp())
                .member("sysFlag", message.sysFlag())
                .member("topic", message.topic())
                .endObject();
    }

    private void writeBody(JsonOut json) {
        if (form == BodyForm.NONE) {
            return;
        }
        if (form == BodyForm.AUTO && !message.isCompressed()) {
            try {
                json.member(
                        "body",
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(message.body()))
                                .toString());
                return;
            } catch (CharacterCodingException e) {
                // no text: as base64 below
            }
        }
        json.member("bodyBase64", Base64.getEncoder().encodeToString(message.body()));
    }

    private static String text(InetSocketAddress host) {
        String address = host.getAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + host.getPort();
    }
}

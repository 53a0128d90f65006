package io.apogeemq.admin.message;

import io.apogeemq.admin.output.TimeText;
import io.apogeemq.client.compress.BodyCodec;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A stored message as tools show it. A body that is no UTF-8 text, or cannot be decompressed, is
 * shown in Base64 as it is.
 */
record ReadMessage(String brokerName, MessageExt message) implements JsonBody {

    /** One line, in the order that scripts written for the peer's tool know. */
    String line() {
        return "MSGID: "
                + message.msgId()
                + " MessageExt [brokerName="
                + brokerName
                + ", queueId="
                + message.queueId()
                + ", storeSize="
                + message.storedBytes()
                + ", queueOffset="
                + message.queueOffset()
                + ", sysFlag="
                + message.sysFlag()
                + ", bornTimestamp="
                + message.bornTimestamp()
                + ", bornHost="
                + message.bornHost()
                + ", storeTimestamp="
                + message.storeTimestamp()
                + ", storeHost="
                + message.storeHost()
                + ", msgId="
                + message.offsetMsgId()
                + ", commitLogOffset="
                + message.physicalOffset()
                + ", bodyCRC="
                + message.bodyCrc()
                + ", reconsumeTimes="
                + message.reconsumeTimes()
                + ", preparedTransactionOffset="
                + message.preparedTransactionOffset()
                + ", topic="
                + message.topic()
                + ", flag="
                + message.flag()
                + ", properties="
                + message.properties().asMap()
                + "] BODY: "
                + shownBody();
    }

    /** The body as text, or in Base64 as it is. */
    String shownBody() {
        return text().orElseGet(this::base64);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        writeMembers(out);
        out.endObject();
    }

    /** The members alone, for an object that has more of them. */
    void writeMembers(JsonOut out) {
        Optional<String> text = text();
        out.member(text.isPresent() ? "body" : "bodyBase64", text.orElseGet(this::base64))
                .member("bornHost", message.bornHost().toString())
                .member("bornTime", TimeText.iso(message.bornTimestamp()))
                .member("bornTimestamp", message.bornTimestamp())
                .member("brokerName", brokerName)
                .member("commitLogOffset", message.physicalOffset())
                .member("msgId", message.msgId())
                .member("offsetMsgId", message.offsetMsgId())
                .texts("properties", message.properties().asMap())
                .member("queueId", message.queueId())
                .member("queueOffset", message.queueOffset())
                .member("reconsumeTimes", message.reconsumeTimes())
                .member("storeHost", message.storeHost().toString())
                .member("storeSize", message.storedBytes())
                .member("storeTime", TimeText.iso(message.storeTimestamp()))
                .member("storeTimestamp", message.storeTimestamp())
                .member("sysFlag", message.sysFlag())
                .member("topic", message.topic());
    }

    private Optional<String> text() {
        try {
            byte[] plain =
                    BodyCodec.plainBody(
                            message.sysFlag(), message.body(), BodyCodec.USUAL_MOST_BYTES);
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plain)).toString());
        } catch (CharacterCodingException | MqException e) {
            return Optional.empty();
        }
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(message.body());
    }
}

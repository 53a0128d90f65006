package io.apogeemq.remoting.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestCodeTest {

    @Test
    void givesTheFullPopCodeForItsTruncatedForm() {
        Map<Integer, Integer> codes =
                Map.of(
                        3442, RequestCode.POP_MESSAGE,
                        3443, RequestCode.ACK_MESSAGE,
                        3444, RequestCode.PEEK_MESSAGE,
                        3445, RequestCode.CHANGE_MESSAGE_INVISIBLETIME,
                        3446, RequestCode.NOTIFICATION,
                        3447, RequestCode.POLLING_INFO,
                        3448, RequestCode.POP_ROLLBACK,
                        3543, RequestCode.BATCH_ACK_MESSAGE);

        codes.forEach((truncated, full) -> assertEquals(full, RequestCode.fromInt16(truncated)));
        codes.values().forEach(full -> assertFalse(RequestCode.fitsInt16(full)));
    }

    @Test
    void leavesEveryCodeAloneThatFitsInSixteenBits() {
        for (int code : RequestCode.names().keySet()) {
            if (RequestCode.fitsInt16(code)) {
                assertEquals(code, RequestCode.fromInt16(code));
            }
        }
        for (int code : ResponseCode.names().keySet()) {
            assertTrue(RequestCode.fitsInt16(code));
            assertEquals(code, RequestCode.fromInt16(code));
        }
        assertEquals(3449, RequestCode.fromInt16(3449));
        assertEquals(3542, RequestCode.fromInt16(3542));
    }

    @Test
    void namesKnownCodesAndNumbersUnknownOnes() {
        assertEquals("SEND_MESSAGE_V2", RequestCode.nameOf(310));
        assertEquals("9999", RequestCode.nameOf(9999));
        assertEquals("TOPIC_NOT_EXIST", ResponseCode.nameOf(17));
        assertEquals("-7", ResponseCode.nameOf(-7));
    }
}

package io.apogeemq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsumerTimingsTest {

    @Test
    void aFailedMessageWaitsASecondLongerEachTimeUpToFive() {
        long[] seconds = {1, 2, 3, 4, 5, 5, 5};

        for (int failures = 1; failures <= seconds.length; failures++) {
            assertEquals(
                    Duration.ofSeconds(seconds[failures - 1]),
                    ConsumerTimings.DEFAULT.redeliveryDelay(failures));
        }
    }
}

package org.credence.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feature for videos, as the p2 director installs it with the product from the site. */
class VideoFeatureTest {

    private static final int[] LUMA = {50, 128, 200, 16, 235};

    @TempDir
    Path folder;

    @Test
    void aVideoIsDecodedThroughEquinoxAndWithout() throws Exception {
        // A cache of its own: libraries that an earlier run unpacked would hide that the product has none.
        String cache = folder.resolve("cache").toString();
        Product product = new Product(
                Path.of("target/product").toAbsolutePath(), Map.of("XDG_CACHE_HOME", cache, "LOCALAPPDATA", cache));
        String[] command = {
            "info",
            "--json",
            "--digest",
            FlatVideo.write(folder.resolve("video.dcm"), LUMA).toString()
        };
        Product.Run run = product.run(command);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("["), run.out() + run.err());
        JsonNode file = new ObjectMapper().readTree(run.out()).get(0);
        assertEquals("", file.path("pixelError").asText());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FlatVideo.rgb(LUMA))),
                file.path("pixelSha256").asText());
        assertEquals(run, product.runPlain(command));
    }
}

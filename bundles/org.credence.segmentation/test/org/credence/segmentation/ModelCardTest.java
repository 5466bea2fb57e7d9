package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    static ModelCard card(int size, String... labels) {
        ModelCard.Code code = new ModelCard.Code("A", "99CREDENCE", "Anything");
        List<ModelCard.SegmentEntry> segments = new ArrayList<>();
        for (String label : labels) {
            segments.add(new ModelCard.SegmentEntry(segments.size() + 1, label, 0x56B4E9, code, code));
        }
        return new ModelCard(
                "Fixture",
                "1",
                "For tests.",
                segments,
                new ModelCard.Input("image", size, size, 1, 1 / 255.0, 0.25, 0.5),
                new ModelCard.Output("probabilities", "sigmoid"),
                60,
                "labels cut at 60 %",
                "ab12",
                Map.of("Dice B-line", 0.75),
                "CC0-1.0",
                "Tests only.");
    }

    @Test
    void aCardReadsBackAsItWasWritten() throws Exception {
        ModelCard card = card(64, "A-line", "B-line");
        assertEquals(card, ModelCard.fromJson(card.toJson()));
    }

    @Test
    void equalCardsGiveEqualTexts() {
        assertEquals(card(8, "B-line").toJson(), card(8, "B-line").toJson());
    }

    @Test
    void keysOfLaterVersionsArePassedOver() throws Exception {
        String json = card(8, "B-line").toJson().replaceFirst("\\{", "{\"later\":[1,2],");
        assertEquals(card(8, "B-line"), ModelCard.fromJson(json));
    }

    @Test
    void aCardWithoutSegmentsIsRefusedByName() {
        String json = card(8, "B-line").toJson().replaceAll("\"segments\":\\[.*?\\}\\]", "\"segments\":[]");
        SegmentationException e = assertThrows(SegmentationException.class, () -> ModelCard.fromJson(json));
        assertTrue(e.getMessage().contains("at least one segment"), e.getMessage());
    }

    @Test
    void aCardThatWouldFillTheMemoryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> card(8192, "A-line", "B-line"));
    }

    @Test
    void aCardWhoseAnswersCouldNotBeKeptIsRefusedWhenItIsRead() throws Exception {
        String json = card(8, "B-line").toJson();
        ModelCard.fromJson(json.replace("B-line", "b".repeat(64)));
        for (String bad : List.of(
                json.replace("B-line", "b".repeat(65)),
                json.replace("Anything", "a".repeat(65)),
                json.replace("Anything", ""),
                json.replace("99CREDENCE", "99CREDENCE_AND_MORE"),
                json.replace("\"number\":1", "\"number\":65536"),
                json.replaceAll("\"segments\":\\[.*?\\}\\]", "\"segments\":[null]"))) {
            SegmentationException e = assertThrows(SegmentationException.class, () -> ModelCard.fromJson(bad), bad);
            assertTrue(e.getMessage().contains("egment") || e.getMessage().contains("code"), e.getMessage());
        }
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        assertThrows(SegmentationException.class, () -> ModelCard.fromJson("name: x"));
        assertThrows(SegmentationException.class, () -> ModelCard.fromJson("null"));
        assertThrows(SegmentationException.class, () -> ModelCard.fromJson("[]"));
    }

    @Test
    void aCardOfTheFirstReleaseIsReadAndWrittenAsItWas() throws Exception {
        String old =
                "{\"description\":\"\",\"exposure\":\"\",\"input\":{\"channels\":1,\"columns\":8,\"deviation\":0.5,"
                        + "\"mean\":0.25,\"name\":\"image\",\"rows\":8,\"scale\":0.004},\"intendedUse\":\"\",\"license\":\"\","
                        + "\"metrics\":{},\"name\":\"Old\",\"output\":{\"activation\":\"sigmoid\",\"name\":\"p\"},\"segments\":"
                        + "[{\"category\":{\"meaning\":\"c\",\"scheme\":\"s\",\"value\":\"v\"},\"label\":\"L\",\"number\":1,"
                        + "\"rgb\":0,\"type\":{\"meaning\":\"c\",\"scheme\":\"s\",\"value\":\"v\"}}],\"thresholdPercent\":50,"
                        + "\"trainingDigest\":\"\",\"version\":\"1\"}";
        assertEquals(old, ModelCard.fromJson(old).toJson());
    }

    @Test
    void aCardOfAnImportedModelReadsBackAsItWasWritten() throws Exception {
        ModelCard card = imported();
        assertEquals(card, ModelCard.fromJson(card.toJson()));
        assertTrue(card.toJson().contains("\"kind\":\"zscore\""), card.toJson());
        assertTrue(card.toJson().contains("\"order\":\"bgr\""), card.toJson());
    }

    @Test
    void whatANetworkCannotSeeIsRefusedWithTheValue() throws Exception {
        String json = imported().toJson();
        ModelCard.fromJson(json);
        for (String[] bad : new String[][] {
            {"\"channels\":3", "\"channels\":2", "got: 2"},
            {"\"order\":\"bgr\"", "\"order\":\"gray\"", "got: 3, gray"},
            {"\"order\":\"bgr\"", "\"order\":\"cmyk\"", "cmyk"},
            {"\"deviation\":[1.0,2.0,3.0]", "\"deviation\":[1.0,0.0,3.0]", "[1.0, 0.0, 3.0]"},
            {"\"deviation\":[1.0,2.0,3.0]", "\"deviation\":[1.0,2.0]", "[1.0, 2.0]"},
            {"\"high\":250.0", "\"high\":1e999", "nfinity"},
            {"\"unit\":\"mm\"", "\"unit\":\"inch\"", "inch"},
            {"\"overlapPercent\":50", "\"overlapPercent\":100", "100 %"},
            {"\"activation\":\"softmax\"", "\"activation\":\"sigmoid\"", "0, sigmoid"},
            {"\"activation\":\"softmax\"", "\"activation\":\"argmax\"", "argmax"},
            {"\"background\":0", "\"background\":-1", "got: -1"}
        }) {
            assertTrue(json.contains(bad[0]), bad[0]);
            SegmentationException e = assertThrows(
                    SegmentationException.class, () -> ModelCard.fromJson(json.replace(bad[0], bad[1])), bad[1]);
            assertTrue(e.getMessage().contains(bad[2]), e.getMessage());
        }
    }

    private static ModelCard imported() {
        ModelCard card = card(8, "A-line");
        return new ModelCard(
                "Imported",
                "1",
                "",
                card.segments(),
                new ModelCard.Input(
                        "image",
                        8,
                        8,
                        1,
                        1,
                        0,
                        1,
                        new NetworkInput(
                                3,
                                NetworkInput.Order.BGR,
                                new NetworkInput.Normalization(
                                        NetworkInput.Kind.ZSCORE,
                                        5,
                                        250,
                                        1,
                                        List.of(0.0, 0.0, 0.0),
                                        List.of(1.0, 2.0, 3.0)),
                                1,
                                true,
                                new NetworkInput.Spacing("mm", 0.5, 0.5),
                                new NetworkInput.Tiling(8, 8, 50)),
                        "statistics"),
                new ModelCard.Output("probabilities", "softmax", 0, 250),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
    }
}

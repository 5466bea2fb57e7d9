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
}

package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelRect;

/** What holds for any sequence of edits of all kinds. */
class EditPropertiesTest {

    // Neither side is a multiple of the tile, as real frames are.
    private static final int COLUMNS = 131;

    /** An edit to be made, and where its randomness comes from. */
    record Step(RandomEdits.Kind kind, long seed) {}

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Combinators.combine(Arbitraries.of(RandomEdits.Kind.class), Arbitraries.longs())
                .as(Step::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 150)
    void undoneInFullItIsAsItWasToTheByteAndRedoneInFullAsItBecame(
            @ForAll("sequences") List<Step> before, @ForAll("sequences") List<Step> steps) throws AnnotationException {
        Annotation annotation = annotation();
        make(annotation, before);
        State start = State.of(annotation);
        List<State> after = new ArrayList<>(List.of(start));
        List<AnnotationEdit> edits = new ArrayList<>();
        for (Step step : steps) {
            edits.addAll(make(annotation, List.of(step)));
            after.add(State.of(annotation));
        }
        for (int i = edits.size() - 1; i >= 0; i--) {
            annotation.undo(edits.get(i));
            after.get(i).check(annotation, "after undoing edit " + i);
        }
        for (int i = 0; i < edits.size(); i++) {
            annotation.redo(edits.get(i));
            after.get(i + 1).check(annotation, "after redoing edit " + i);
        }
    }

    @Property(tries = 150)
    void whatAnEditSaysThatItChangedIsAllThatItChanged(@ForAll("sequences") List<Step> steps)
            throws AnnotationException {
        Annotation annotation = annotation();
        for (Step step : steps) {
            State before = State.of(annotation);
            AnnotationEdit edit = make(annotation, List.of(step)).get(0);
            State after = State.of(annotation);
            assertEquals(edit.isEmpty(), before.snapshot.equals(after.snapshot), step.toString());
            before.percents.forEach((key, was) -> {
                byte[] is = after.percents.get(key);
                PixelRect changed = edit.changed().getOrDefault(key.frame(), PixelRect.EMPTY);
                for (int i = 0; i < was.length; i++) {
                    PixelRect pixel = new PixelRect(i % COLUMNS, i / COLUMNS, 1, 1);
                    if (was[i] != is[i] && changed.intersection(pixel).isEmpty()) {
                        fail(step + " changed " + key + " at " + pixel);
                    }
                }
            });
        }
    }

    @Property(tries = 60)
    void theJournalSaysTheSame(@ForAll("sequences") List<Step> steps) throws AnnotationException {
        Annotation annotation = annotation();
        AnnotationSnapshot start = annotation.snapshot();
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<Integer, Provenance> provenance = new HashMap<>();
        for (AnnotationEdit edit : make(annotation, steps)) {
            JournalRecord.Edit read = JournalRecord.done(1, edit).edit(start.columns(), start.rows());
            for (JournalRecord.Change change : read.changes()) {
                layers.merge(
                        change.key(),
                        ConfidenceLayer.empty(start.columns(), start.rows()).withTiles(change.tiles()),
                        (there, first) -> there.withTiles(change.tiles()));
            }
            provenance.putAll(read.provenance());
        }
        AnnotationSnapshot end = annotation.snapshot();
        assertEquals(
                end,
                new AnnotationSnapshot(
                        end.reader(),
                        end.scheme(),
                        end.seriesUid(),
                        end.columns(),
                        end.rows(),
                        end.frames(),
                        layers,
                        end.states(),
                        provenance));
    }

    private static Annotation annotation() {
        return new Annotation(
                new Reader("r1", "Reader One"), LabelScheme.lungUltrasound(), Series.black(COLUMNS, 70, 3));
    }

    private static List<AnnotationEdit> make(Annotation annotation, List<Step> steps) throws AnnotationException {
        RandomEdits edits = new RandomEdits(annotation);
        List<AnnotationEdit> made = new ArrayList<>();
        for (Step step : steps) {
            made.add(edits.edit(step.kind(), new Random(step.seed())));
        }
        return made;
    }

    /** An annotation's bytes, copied. */
    private record State(AnnotationSnapshot snapshot, Map<LayerKey, byte[]> percents) {

        static State of(Annotation annotation) {
            Map<LayerKey, byte[]> percents = new HashMap<>();
            for (FrameRef frame : annotation.frames()) {
                for (Segment segment : annotation.scheme().segments()) {
                    ConfidenceLayer layer = annotation.layer(frame, segment.number());
                    for (int t = 0; t < layer.tileCount(); t++) {
                        // Asking a layer for paint looks at one tile, and a snapshot at tiles and not at pixels.
                        assertTrue(
                                layer.tile(t) == null || ConfidenceLayer.isPainted(layer.tile(t)), "a tile is painted");
                    }
                    percents.put(new LayerKey(frame, segment.number()), layer.percents());
                }
            }
            return new State(annotation.snapshot(), percents);
        }

        void check(Annotation annotation, String when) {
            percents.forEach((key, bytes) -> assertArrayEquals(
                    bytes, annotation.layer(key.frame(), key.segment()).percents(), when));
            assertEquals(snapshot, annotation.snapshot(), when);
        }
    }
}

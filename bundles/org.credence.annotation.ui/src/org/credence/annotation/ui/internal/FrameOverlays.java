package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.credence.annotation.Agreement;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.LayerStyle;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.eclipse.osgi.util.NLS;

/** What lies over the frames of an editor's panes, and what its colours mean. UI thread only; needs no display. */
final class FrameOverlays {

    // Told apart by colour-blind readers; the first is the reader of the editor.
    private static final int[] READER_COLORS = {
        0xFFFFFF, 0x56B4E9, 0xE69F00, 0x009E73, 0xF0E442, 0xCC79A7, 0xD55E00, 0x0072B2
    };

    private static final int HALF = 50;

    private record MapKey(FrameRef frame, int segment) {}

    private final Annotation annotation;
    private final int columns;
    private final int rows;
    private final Optional<String> title;
    private final PaintPalette palette;
    private final Proposals proposals;
    private final BooleanSupplier drawingsShown;
    private final Map<MapKey, Agreement> agreements = new HashMap<>();
    private List<AnnotationSnapshot> others = List.of();

    FrameOverlays(SeriesEditorInput input, PaintPalette palette, Proposals proposals, BooleanSupplier drawingsShown) {
        this.annotation = input.annotation();
        this.title = input.title();
        this.columns = input.series().columns();
        this.rows = input.series().rows();
        this.palette = palette;
        this.proposals = proposals;
        this.drawingsShown = drawingsShown;
    }

    /** The work of other readers on the same series that can be compared. */
    List<AnnotationSnapshot> others() {
        return others;
    }

    /**
     * How far the compared readers differ on every frame, from 0 (not at all) to 1: of the pixels that anybody is at least
     * half sure of, those about which two of them are half the scale apart. Takes milliseconds per frame and segment; any
     * thread.
     *
     * @param readers at least two
     */
    static double[] disagreement(ImageSeries series, List<AnnotationSnapshot> readers) {
        double[] disagreement = new double[series.frames().size()];
        for (int f = 0; f < disagreement.length; f++) {
            FrameRef frame = series.frames().get(f);
            long apart = 0;
            long painted = 0;
            for (Segment segment : readers.get(0).scheme().segments()) {
                List<ConfidenceLayer> layers =
                        readers.stream().map(r -> layerOf(r, frame, segment)).toList();
                if (layers.stream().allMatch(l -> l.painted().isEmpty())) {
                    continue;
                }
                byte[][] percents =
                        layers.stream().map(ConfidenceLayer::percents).toArray(byte[][]::new);
                for (int i = 0; i < percents[0].length; i++) {
                    int least = 100;
                    int most = 0;
                    for (byte[] reader : percents) {
                        least = Math.min(least, reader[i]);
                        most = Math.max(most, reader[i]);
                    }
                    painted += most >= HALF ? 1 : 0;
                    apart += most - least >= HALF ? 1 : 0;
                }
            }
            disagreement[f] = painted == 0 ? 0 : Math.min(1, (double) apart / painted);
        }
        return disagreement;
    }

    void compare(List<AnnotationSnapshot> with) {
        others = List.copyOf(with);
        agreements.clear();
    }

    /** Says that the reader's paint on a frame has changed. */
    void changed(FrameRef frame) {
        agreements.keySet().removeIf(k -> k.frame().equals(frame));
    }

    /** What lies over a frame, from the lowest to the topmost. */
    List<Overlay> of(PaneContent content, FrameRef frame, Frame pixels) {
        List<Overlay> overlays = new ArrayList<>();
        if (drawingsShown.getAsBoolean()) {
            for (OverlayPlane plane : pixels.overlays()) {
                overlays.add(Overlay.drawn(plane));
            }
        }
        switch (content.layers()) {
            case PaneContent.Own own -> {
                for (Segment segment : annotation.scheme().segments()) {
                    paint(overlays, segment, annotation.layer(frame, segment.number()));
                }
                overlays.addAll(proposals.overlays(frame));
            }
            case PaneContent.Theirs theirs -> {
                for (Segment segment : theirs.work().scheme().segments()) {
                    paint(overlays, segment, theirs.work().layer(frame, segment.number()));
                }
            }
            case PaneContent.Everyone everyone -> {
                int reader = 0;
                for (ConfidenceLayer layer : layersOfAll(frame)) {
                    if (!layer.isEmpty()) {
                        overlays.add(Overlay.outlined(layer, readerColor(reader), List.of(palette.threshold())));
                    }
                    reader++;
                }
            }
            case PaneContent.Proposed proposed -> overlays.addAll(proposals.overlays(frame));
            case PaneContent.Doubt doubt ->
                proposals
                        .deviation(frame, palette.segment())
                        .ifPresent(d -> overlays.add(Overlay.map(twice(d), columns, rows, ColorRamp.HEAT)));
            case PaneContent.Map map -> overlays.add(Overlay.map(percents(map, frame), columns, rows, ColorRamp.HEAT));
            case PaneContent.Bare bare -> {}
        }
        return overlays;
    }

    private void paint(List<Overlay> overlays, Segment segment, ConfidenceLayer layer) {
        if (layer.painted().isEmpty() || !palette.isVisible(segment.number())) {
            return;
        }
        overlays.add(
                switch (palette.style()) {
                    case OPACITY -> Overlay.painted(layer, segment.rgb());
                    case COLOR -> Overlay.colored(layer, ColorRamp.of(segment.rgb()));
                    case OUTLINES -> Overlay.outlined(layer, segment.rgb(), palette.outlinePercents());
                    case THRESHOLD -> Overlay.binary(layer, segment.rgb(), palette.threshold());
                });
    }

    /** The layers of the chosen segment, first the editor's reader's, then the others' in their order. */
    private List<ConfidenceLayer> layersOfAll(FrameRef frame) {
        Segment segment = palette.segment();
        List<ConfidenceLayer> layers = new ArrayList<>();
        layers.add(annotation.layer(frame, segment.number()));
        for (AnnotationSnapshot other : others) {
            layers.add(layerOf(other, frame, segment));
        }
        return layers;
    }

    /** Another reader's layer of a segment of this reader's scheme; empty if the other's scheme has no such segment. */
    static ConfidenceLayer layerOf(AnnotationSnapshot work, FrameRef frame, Segment segment) {
        return work.scheme().segments().stream()
                .filter(s -> s.type().equals(segment.type()) || s.label().equals(segment.label()))
                .findFirst()
                .map(s -> work.layer(frame, s.number()))
                .orElseGet(() -> ConfidenceLayer.empty(work.columns(), work.rows()));
    }

    /**
     * The layers that maps compare: the other readers', since an adjudicator has no say in how they agree; with only one of
     * them, the editor's reader is the second.
     */
    private List<ConfidenceLayer> compared(FrameRef frame) {
        List<ConfidenceLayer> all = layersOfAll(frame);
        return others.size() > 1 ? all.subList(1, all.size()) : all;
    }

    private byte[] percents(PaneContent.Map map, FrameRef frame) {
        Agreement agreement = agreements.computeIfAbsent(
                new MapKey(frame, palette.segment().number()), k -> Agreement.of(compared(frame)));
        return switch (map.kind()) {
            case MEAN -> agreement.mean();
            case SPREAD -> agreement.spread();
        };
    }

    /** Deviations reach 50 % at most: twice of them uses all of the scale. */
    private static byte[] twice(byte[] percents) {
        byte[] doubled = new byte[percents.length];
        for (int i = 0; i < percents.length; i++) {
            doubled[i] = (byte) Math.min(100, 2 * percents[i]);
        }
        return doubled;
    }

    private static int readerColor(int reader) {
        return READER_COLORS[reader % READER_COLORS.length];
    }

    /** The colours of all readers and their names, the editor's reader first. */
    private List<String> readerNames() {
        List<String> names = new ArrayList<>();
        names.add(annotation.reader().name());
        others.forEach(o -> names.add(o.reader().name()));
        return names;
    }

    /** What the colours over a frame mean. */
    Legend legend(PaneContent content, FrameRef frame) {
        String segment = palette.segment().label();
        return switch (content.layers()) {
            case PaneContent.Own own ->
                styleLegend(
                        s -> annotation.layer(frame, s.number()),
                        annotation.scheme().segments(),
                        content);
            case PaneContent.Theirs theirs ->
                styleLegend(
                        s -> theirs.work().layer(frame, s.number()),
                        theirs.work().scheme().segments(),
                        content);
            case PaneContent.Everyone everyone -> {
                List<Legend.Line> lines = new ArrayList<>();
                lines.add(Legend.Line.of(NLS.bind(Messages.Legend_outlines, segment, palette.threshold())));
                int reader = 0;
                for (String name : readerNames()) {
                    lines.add(new Legend.Line(name, Optional.of(readerColor(reader++))));
                }
                yield new Legend(lines, Optional.empty());
            }
            case PaneContent.Map map ->
                new Legend(
                        List.of(Legend.Line.of(NLS.bind(
                                map.kind() == PaneContent.Map.Kind.MEAN ? Messages.Legend_mean : Messages.Legend_spread,
                                segment,
                                Math.max(2, others.size())))),
                        Optional.of(ColorRamp.HEAT));
            case PaneContent.Doubt doubt ->
                new Legend(
                        List.of(Legend.Line.of(
                                proposals.deviation(frame, palette.segment()).isPresent()
                                        ? NLS.bind(Messages.Legend_doubt, segment)
                                        : NLS.bind(Messages.Legend_noDoubt, segment))),
                        proposals.deviation(frame, palette.segment()).map(d -> ColorRamp.HEAT));
            case PaneContent.Proposed proposed -> Legend.NONE;
            case PaneContent.Bare bare -> Legend.NONE;
        };
    }

    private Legend styleLegend(Function<Segment, ConfidenceLayer> layers, List<Segment> segments, PaneContent content) {
        LayerStyle style = palette.style();
        if (style == LayerStyle.OPACITY) {
            return Legend.NONE;
        }
        List<Legend.Line> lines = new ArrayList<>();
        List<Segment> painted = segments.stream()
                .filter(s -> palette.isVisible(s.number()) && !layers.apply(s).isEmpty())
                .toList();
        if (painted.isEmpty()) {
            return Legend.NONE;
        }
        if (style == LayerStyle.COLOR) {
            Segment shown = painted.contains(palette.segment()) ? palette.segment() : painted.get(0);
            return new Legend(List.of(Legend.Line.of(shown.label())), Optional.of(ColorRamp.of(shown.rgb())));
        }
        if (style == LayerStyle.OUTLINES) {
            StringJoiner percents = new StringJoiner(Messages.Readout_separator);
            palette.outlinePercents().forEach(p -> percents.add(Integer.toString(p)));
            lines.add(Legend.Line.of(NLS.bind(Messages.Legend_contours, percents)));
        } else {
            lines.add(Legend.Line.of(NLS.bind(Messages.Legend_threshold, palette.threshold())));
        }
        for (Segment s : painted) {
            String text = style == LayerStyle.THRESHOLD
                    ? NLS.bind(
                            Messages.Legend_area,
                            s.label(),
                            area(layers.apply(s).count(palette.threshold()), content))
                    : s.label();
            lines.add(new Legend.Line(text, Optional.of(s.rgb())));
        }
        return new Legend(lines, Optional.empty());
    }

    private static String area(int pixels, PaneContent content) {
        Optional<PixelSpacing> spacing = content.series().spacing();
        return spacing.map(s -> Measure.areaText(pixels * s.columnMm() * s.rowMm()))
                .orElseGet(() -> NLS.bind(Messages.Measure_pixelArea, pixels));
    }

    /** What is said about a pixel, for the line of text below the panes. */
    List<String> describe(PaneContent content, FrameRef frame, int column, int row) {
        List<String> under = new ArrayList<>();
        switch (content.layers()) {
            case PaneContent.Own own -> {
                for (Segment s : annotation.scheme().segments()) {
                    say(under, s.label(), annotation.layer(frame, s.number()).confidence(column, row));
                }
                proposals.describe(frame, column, row, under);
            }
            case PaneContent.Theirs theirs -> {
                for (Segment s : theirs.work().scheme().segments()) {
                    say(under, s.label(), theirs.work().layer(frame, s.number()).confidence(column, row));
                }
            }
            case PaneContent.Everyone everyone -> {
                List<String> names = readerNames();
                List<ConfidenceLayer> layers = layersOfAll(frame);
                for (int i = 0; i < layers.size(); i++) {
                    under.add(NLS.bind(
                            Messages.Readout_segment,
                            names.get(i),
                            layers.get(i).confidence(column, row)));
                }
            }
            case PaneContent.Proposed proposed -> proposals.describe(frame, column, row, under);
            case PaneContent.Doubt doubt -> proposals.describe(frame, column, row, under);
            case PaneContent.Map map ->
                under.add(NLS.bind(
                        map.kind() == PaneContent.Map.Kind.MEAN ? Messages.Readout_mean : Messages.Readout_spread,
                        percents(map, frame)[row * columns + column]));
            case PaneContent.Bare bare -> {}
        }
        return under;
    }

    private static void say(List<String> under, String label, int percent) {
        if (percent > 0) {
            under.add(NLS.bind(Messages.Readout_segment, label, percent));
        }
    }

    /** What a pane shows, in few words. */
    String caption(PaneContent content, int position) {
        String frame = NLS.bind(
                Messages.Pane_frame, position + 1, content.series().frames().size());
        String who = switch (content.layers()) {
            case PaneContent.Own own ->
                title.orElseGet(() -> annotation.reader().name());
            case PaneContent.Theirs theirs -> theirs.work().reader().name();
            case PaneContent.Everyone everyone -> NLS.bind(Messages.Pane_everyone, 1 + others.size());
            case PaneContent.Proposed proposed -> Messages.Pane_proposed;
            case PaneContent.Doubt doubt -> Messages.Pane_doubt;
            case PaneContent.Map map ->
                map.kind() == PaneContent.Map.Kind.MEAN ? Messages.Pane_mean : Messages.Pane_spread;
            case PaneContent.Bare bare ->
                title.orElseGet(() -> content.series().info().seriesDescription());
        };
        return who.isBlank() ? frame : NLS.bind(Messages.Pane_caption, who, frame);
    }

    /** What else is to be said over a frame: that a proposal is shown. */
    Optional<String> badge(PaneContent content, FrameRef frame) {
        boolean shows = content.layers() instanceof PaneContent.Own
                || content.layers() instanceof PaneContent.Proposed
                || content.layers() instanceof PaneContent.Doubt;
        return shows ? proposals.model(frame).map(m -> NLS.bind(Messages.Pane_proposal, m)) : Optional.empty();
    }

    /** The pixels of the whole image. */
    PixelRect whole() {
        return new PixelRect(0, 0, columns, rows);
    }
}

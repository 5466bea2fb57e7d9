package org.credence.dicom.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.AnnotationException;
import org.credence.dicom.DicomException;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Vector3;

/**
 * Which frame of a series each frame of a Segmentation lies on: the one that it names as its source (Derivation Image), else
 * the only one that lies in the same plane of the same frame of reference. Never a guess by position in the file.
 */
final class SourceFrames {

    /** Positions are written with 16 characters; slices that lie closer together than this do not exist. */
    private static final double TOLERANCE_MM = 0.01;

    private static final double TOLERANCE_DIRECTION = 1e-4;
    private static final double TOLERANCE_SPACING = 1e-3;

    private final Path path;
    private final DataSet d;
    private final ImageSeries series;
    private final FunctionalGroups groups;
    private final Map<String, ImageInstance> instances = new HashMap<>();
    private List<Place> places;

    /** Where a frame of the series lies. */
    private record Place(FrameRef frame, String frameOfReference, ImagePlane plane) {}

    SourceFrames(Path path, DataSet d, ImageSeries series) {
        this.path = path;
        this.d = d;
        this.series = series;
        this.groups = FunctionalGroups.of(d);
        series.instances().forEach(i -> instances.put(i.sopInstanceUid(), i));
    }

    FunctionalGroups groups() {
        return groups;
    }

    /**
     * The frame that frame {@code f}, from 0, lies on.
     *
     * @throws AnnotationException if the file does not say, or it is of another series
     */
    FrameRef of(int f) throws DicomException, AnnotationException {
        Set<FrameRef> named = named(f);
        if (named.size() == 1) {
            FrameRef frame = named.iterator().next();
            if (series.position(frame).isEmpty()) {
                throw new AnnotationException(
                        "Segmentation " + path + " was made on image " + frame + ", which does not belong to series "
                                + series.info().seriesUid() + "; open it with its own series.");
            }
            return frame;
        }
        String names = named.isEmpty()
                ? "names no frame that it was made on (Derivation Image)"
                : "names " + named.size() + " frames that it was made on";
        return byPlace(f, names);
    }

    /** The source frames that are named, if pixels lie where theirs do; of an image of many frames, all for none named. */
    private Set<FrameRef> named(int f) throws DicomException {
        Set<FrameRef> named = new LinkedHashSet<>();
        List<DataSet> derivations = f < groups.perFrame().size()
                ? groups.perFrame().get(f).items(Tag.DERIVATION_IMAGE_SEQUENCE)
                : List.of();
        if (derivations.isEmpty() && groups.shared().isPresent()) {
            derivations = groups.shared().get().items(Tag.DERIVATION_IMAGE_SEQUENCE);
        }
        for (DataSet derivation : derivations) {
            for (DataSet source : derivation.items(Tag.SOURCE_IMAGE_SEQUENCE)) {
                String uid = source.text(Tag.REFERENCED_SOP_INSTANCE_UID);
                String preserved = source.text(Tag.SPATIAL_LOCATIONS_PRESERVED);
                if (uid.isBlank() || preserved.equals("NO") || preserved.equals("REORIENTED_ONLY")) {
                    continue;
                }
                double[] numbers = source.numbers(Tag.REFERENCED_FRAME_NUMBER);
                if (numbers.length == 0) {
                    ImageInstance image = instances.get(uid);
                    int frames = image == null ? 1 : image.frameCount();
                    for (int n = 1; n <= frames; n++) {
                        named.add(new FrameRef(uid, n));
                    }
                }
                for (double number : numbers) {
                    if (number >= 1 && number <= Integer.MAX_VALUE) {
                        named.add(new FrameRef(uid, (int) number));
                    }
                }
            }
        }
        return named;
    }

    private FrameRef byPlace(int f, String names) throws DicomException, AnnotationException {
        Optional<ImagePlane> plane = Geometry.plane(d, groups, f);
        String reference = d.text(Tag.FRAME_OF_REFERENCE_UID);
        if (plane.isEmpty() || reference.isEmpty()) {
            boolean tiled = d.text(Tag.DIMENSION_ORGANIZATION_TYPE).startsWith("TILED");
            throw unknown(
                    f,
                    names
                            + " and has no place in the patient (Frame of Reference UID, Plane Position, Plane Orientation)"
                            + (tiled ? ", as it is tiled" : ""));
        }
        checkSpacing(f);
        List<FrameRef> there = new ArrayList<>();
        boolean sameReference = false;
        for (Place place : places()) {
            if (place.frameOfReference().equals(reference)) {
                sameReference = true;
                if (isSame(place.plane(), plane.get())) {
                    there.add(place.frame());
                }
            }
        }
        if (there.size() != 1) {
            throw unknown(
                    f,
                    names + ", and "
                            + (!sameReference
                                    ? "no image of the series is in its frame of reference " + reference
                                    : there.isEmpty()
                                            ? "no frame of the series lies in its plane at "
                                                    + plane.get().origin()
                                            : there.size() + " frames of the series lie in its plane"));
        }
        return there.get(0);
    }

    private AnnotationException unknown(int f, String why) {
        return new AnnotationException("Frame " + (f + 1) + " of segmentation " + path + " " + why
                + "; only segmentations that say which frames of series "
                + series.info().seriesUid() + " they lie on can be opened.");
    }

    private void checkSpacing(int f) throws DicomException, AnnotationException {
        double[] own = groups.group(f, Tag.PIXEL_MEASURES_SEQUENCE).orElse(d).numbers(Tag.PIXEL_SPACING);
        if (own.length == 2 && series.spacing().isPresent()) {
            double row = series.spacing().get().rowMm();
            double column = series.spacing().get().columnMm();
            if (Math.abs(own[0] - row) > TOLERANCE_SPACING * row
                    || Math.abs(own[1] - column) > TOLERANCE_SPACING * column) {
                throw unknown(
                        f,
                        "has pixels of " + own[0] + " x " + own[1] + " mm, the images of the series have " + row + " x "
                                + column + " mm");
            }
        }
    }

    private static boolean isSame(ImagePlane a, ImagePlane b) {
        return a.origin().minus(b.origin()).length() <= TOLERANCE_MM
                && isSame(a.alongRow(), b.alongRow())
                && isSame(a.alongColumn(), b.alongColumn());
    }

    private static boolean isSame(Vector3 a, Vector3 b) {
        return a.minus(b).length() <= TOLERANCE_DIRECTION;
    }

    /** Looked up in the images' files, once, and only where frames are not named. */
    private List<Place> places() throws DicomException {
        if (places == null) {
            places = new ArrayList<>();
            for (ImageInstance image : Set.copyOf(series.instances())) {
                List<ImagePlane> planes = image.geometry().planes();
                if (!planes.isEmpty() && Files.isReadable(image.file()) && DicomFile.looksLike(image.file())) {
                    String reference = DicomFile.read(image.file()).dataSet().text(Tag.FRAME_OF_REFERENCE_UID);
                    for (int n = 0; n < planes.size(); n++) {
                        places.add(new Place(new FrameRef(image.sopInstanceUid(), n + 1), reference, planes.get(n)));
                    }
                }
            }
        }
        return places;
    }
}

/**
 * What readers say about images, and how sure they are: confidence layers and the edits that change them.
 *
 * <pre>
 * Reader + LabelScheme + series -&gt; Annotation -&gt; ConfidenceLayer per (frame, segment)
 * PaintTool (SPI) + PaintTarget -&gt; PaintGesture -&gt; LayerEditor -&gt; AnnotationEdit -&gt; undo history, Journal
 * AnnotationSnapshot -&gt; FrameEdits, KeyFrames, Propagation, ModelProposal -&gt; Revision -&gt; AnnotationEdit
 * Annotation -&gt; AnnotationSnapshot -&gt; AnnotationStore (SPI) -&gt; file -&gt; Annotation
 * AnnotationSnapshot -&gt; AnnotationExporter (SPI) -&gt; files of other programs -&gt; AnnotationImporter (SPI)
 * AnnotationSnapshot + Measurement per segment -&gt; MeasurementWriter (SPI) -&gt; file
 * AnnotationSnapshots of several readers -&gt; Agreement
 * keys of series + seed -&gt; ReadingPlan -&gt; ReadingCase by ReadingCase -&gt; ReadingLog -&gt; CaseReading
 * </pre>
 *
 * Read {@link org.credence.annotation.Annotation} first: everything that one reader painted on one series.
 * {@link org.credence.annotation.ConfidenceLayer} is one segment on one frame, an integer percent per pixel in
 * copy-on-write tiles. A {@link org.credence.annotation.spi.PaintGesture} paints through a
 * {@link org.credence.annotation.LayerEditor}, which is open for its time and ends in an
 * {@link org.credence.annotation.AnnotationEdit}; that knows what each tile was and became, so that undo is exact. What
 * changes whole frames, or many, is worked out from a snapshot on any thread as a
 * {@link org.credence.annotation.Revision}, which the writer applies as one edit. Between saves, a
 * {@link org.credence.annotation.Journal} keeps the edits, so that a killed process loses none that had ended.
 *
 * <p>{@link org.credence.annotation.AnnotationStores} keeps annotations in files and overwrites nobody's: who read a file
 * has its {@link org.credence.annotation.FileStamp}, and a save in its place is refused where that is no longer true.
 *
 * <p>A {@link org.credence.annotation.ReadingPlan} is the order of a blinded session, in which some cases come twice; what a
 * reader paints the second time is kept as of another reader, and the {@link org.credence.annotation.ReadingLog} knows the
 * time on task.
 *
 * <p>Invariants: confidence is a whole percent from 0 to 100; 0 means not painted; segments may overlap; the reader is
 * part of every key, so readers never overwrite each other. Frames have a {@link org.credence.annotation.FrameState}:
 * only on a complete frame does "not painted" mean background. Segments know by their
 * {@link org.credence.annotation.Provenance} which models had a part in them.
 *
 * <p>Threads: an open {@link org.credence.annotation.Annotation} has one writer, in a workbench the UI thread. All others
 * read {@link org.credence.annotation.AnnotationSnapshot}s, which are immutable and cheap.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.annotation;

/**
 * A model's answers about many clips, kept as annotations.
 *
 * <pre>
 * ImageSeries + Model + SegmentationPlan -&gt; AutoSegmentation -&gt; Segmenter -&gt; SegmentedClip
 * SegmentedClip -&gt; ClipFiles (AnnotationFiles: one annotation by the reader "model") -&gt; files + a note that they are done
 * clip -&gt; ClipOutcome (Done with a ClipReport, now or before; Failed with the reason)
 * </pre>
 *
 * Read {@link org.credence.autosegmentation.AutoSegmentation} first: it goes over clips, passes over what is done and still
 * valid, and says what came of each. {@link org.credence.autosegmentation.SegmentationPlan} says which frames, and what is
 * done to the answers. {@link org.credence.autosegmentation.AnnotationFiles} keeps one annotation per clip;
 * {@link org.credence.autosegmentation.ClipFiles} is for drivers that make more of a clip.
 * {@link org.credence.autosegmentation.ModelReader} is the model as one more reader.
 *
 * <p>Invariants: a model's frames are in progress and never complete, so that they train nothing before a reader has
 * confirmed them; a clip's note is written after its files, and holds only while model, images, plan and files are what they
 * were; a clip that fails has no note, and its reason is told; files appear whole or not at all.
 *
 * <p>Threads: nothing here starts one. A run blocks, reports to a {@link org.credence.imaging.Progress} and honours its
 * cancellation between and within clips; clips are decoded and collected with the help of the common pool
 * (docs/decisions/0023). Values are immutable.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.autosegmentation;

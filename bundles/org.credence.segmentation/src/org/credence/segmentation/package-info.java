/**
 * Running a model on images.
 *
 * <pre>
 * source of others + ModelDraft -&gt; ModelImport -&gt; model.onnx
 * model.onnx -&gt; ModelGraph (checked) + ModelCard -&gt; Model (file, card, digest)
 * Model + SegmentationEngine (SPI) -&gt; Segmenter
 * Frame -&gt; gray under its default window -&gt; Letterbox -&gt; InferenceSession -&gt; Letterbox back -&gt; ProbabilityMap
 * clip -&gt; Segmenter.Source -&gt; the same, several frames at a time and ahead -&gt; percents -&gt; Segmenter.Sink
 *
 * encoder + decoder of others + ModelDraft -&gt; PromptImport -&gt; model.onnx, model.decoder.onnx
 * model.onnx -&gt; PromptCard -&gt; PromptModel (both files) + SegmentationEngine (SPI) -&gt; PromptSegmenter
 * Frame + Prompts (points, box) -&gt; encoder, once per frame -&gt; decoder -&gt; PromptAnswer (ProbabilityMap)
 * </pre>
 *
 * Read {@link org.credence.segmentation.ModelCard} first: what a model is and how it wants its input, written as JSON
 * inside the ONNX file itself. {@link org.credence.segmentation.Model#read} reads it without any runtime, and holds it
 * against the {@link org.credence.segmentation.ModelGraph}, which refuses what must not come before one.
 * {@link org.credence.segmentation.ModelImport} makes models of MONAI bundles, nnU-Net exports and bare ONNX files, and
 * {@link org.credence.segmentation.ModelRepository} tells whether they are still what was taken in.
 * {@link org.credence.segmentation.SegmentationEngines} picks the best
 * {@link org.credence.segmentation.spi.SegmentationEngine} that is installed and opens a
 * {@link org.credence.segmentation.Segmenter}, which turns frames into
 * {@link org.credence.imaging.ProbabilityMap}s of the frames' own size, or a whole clip into percents for a
 * {@link org.credence.segmentation.Segmenter.Sink}. {@link org.credence.segmentation.Accelerator} is what a model runs
 * on; one that fails gives way to the CPU. {@link org.credence.segmentation.Letterbox} is
 * the one way in which frames and labels get onto a model's grid and back; training uses it too.
 *
 * <p>Invariants: a graph takes bytes and returns probabilities, so casting and normalising cannot differ between
 * training and use; a card that does not match its graph is refused with the names and shapes that differ; a model that
 * fails is a {@link org.credence.segmentation.SegmentationException}, never an empty map.
 *
 * <p>Threads: nothing here starts one; engines own theirs, and clips are decoded and stored with the help of the common
 * pool while the model works (docs/decisions/0023). All types are immutable or thread-safe. What may take long
 * takes a {@link org.credence.imaging.Progress}.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.segmentation;

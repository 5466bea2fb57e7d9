/**
 * Confidence-aware training: from what readers painted to a model.
 *
 * <pre>
 * ImageSeries + AnnotationSnapshots -&gt; TrainingSet.Builder -&gt; TrainingSet (TrainingCases on one grid, a digest)
 * patients -&gt; PatientSplit -&gt; TrainingSet.only(...)
 * TrainingRequest (sets, TrainingPlan, Exposure, ModelIdentity) -&gt; Trainer (SPI) -&gt; model.onnx + TrainingReport
 * ProbabilityMap + label -&gt; Overlap -&gt; Dice
 * </pre>
 *
 * Read {@link org.credence.training.Exposure} first: the ways of showing confidence to a model (cut at a threshold, soft,
 * weighted, with an ignored band). It gives a target and a weight per pixel, so confidence is data and every exposure
 * trains the same network. {@link org.credence.training.TrainingSet} holds the frames that readers completed, fitted to
 * the model's grid the same way as in use. {@link org.credence.training.PatientSplit} keeps patients apart.
 * {@link org.credence.training.Trainers} picks the {@link org.credence.training.spi.Trainer} that is installed.
 *
 * <p>Invariants: only complete frames are learned from; no patient is in two parts of a split, and a request in which one
 * is both trained and measured on cannot be made; the digest of the data goes into the model's card; the same machine,
 * data, plan and seed give the same file.
 *
 * <p>Threads: nothing here starts one. All types are immutable but the builder. What may take long takes a
 * {@link org.credence.imaging.Progress} and honours its cancellation.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.training;

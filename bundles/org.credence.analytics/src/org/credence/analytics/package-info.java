/**
 * From masks to clinical numbers with intervals, and to a report that can be checked.
 *
 * <pre>
 * ProbabilityMap | AnnotationSnapshot -&gt; FrameMasks -&gt; ClipMasks -&gt; ExamMasks -&gt; ImagingBiomarker (SPI) -&gt; a number
 * numbers of exams + outcomes -&gt; LinearPrediction, Auroc, RankCorrelation -&gt; ClusterBootstrap -&gt; Interval
 * readers + truth -&gt; Calibration;  masks + masks -&gt; Overlap
 * Interval, Plot, Overlay -&gt; Report -&gt; ReportWriter (SPI) -&gt; index.html, report.json
 * </pre>
 *
 * Read {@link org.credence.analytics.ExamMasks} and {@link org.credence.analytics.Biomarkers} first, then
 * {@link org.credence.analytics.ClusterBootstrap}: intervals are by patient, because frames and exams of one patient are
 * alike. {@link org.credence.analytics.Report} is data; {@link org.credence.analytics.ReportWriters} hands it to every
 * installed {@link org.credence.analytics.spi.ReportWriter}.
 *
 * <p>Invariants: where conventions differ between fields (empty masks, bins of a reliability diagram, ties), the class
 * comment names the one used here; a number that does not exist is NaN and never 0; every interval carries the number of
 * patients, of resamples, and the seed. Predictions of outcomes never use the patient they predict.
 *
 * <p>Threads: none are started. Everything is immutable but {@link org.credence.analytics.Calibration.Tally}. Nothing here
 * needs a display.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.analytics;

/**
 * Synthetic lung-ultrasound studies with known truth: patients, clips, readers and outcomes for demos and tests.
 *
 * <pre>
 * CohortPlan -&gt; Cohort -&gt; PhantomPatient -&gt; PhantomExam -&gt; PhantomClip -&gt; Clip -&gt; (ImageSink) -&gt; file
 *                                              |               |
 *                                           Outcome          Truth -&gt; SimulatedReader -&gt; AnnotationSnapshot
 * </pre>
 *
 * Read {@link org.credence.phantom.CohortPlan} and {@link org.credence.phantom.Cohort} first. Nothing is drawn by hand or
 * taken from a real image: a chest wall, ribs with shadows, a sliding pleural line, A-lines, B-lines and consolidations
 * are laid out in the polar coordinates of a convex probe, textured with Rayleigh speckle of a depth-dependent point
 * spread, compounded, log-compressed and scan-converted. {@link org.credence.phantom.Truth} follows from the same layout,
 * without the noise: per pixel the share of a perfect panel that would call it a structure. A
 * {@link org.credence.phantom.SimulatedReader} sees the truth through declared faults.
 *
 * <p>Invariants: everything is decided by the plan's seed; identifiers are DICOM UIDs under 2.25; patients are called
 * {@code PHANTOM-001} and on; every series description says "synthetic". What is measured on phantoms shows that software
 * works, never how good a method is on patients.
 *
 * <p>Threads: none are started; all types are immutable and may be shared. Frames and truth are computed on demand and
 * not kept.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.phantom;

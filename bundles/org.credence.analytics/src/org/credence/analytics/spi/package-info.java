/**
 * What analysis can be extended with: {@link org.credence.analytics.spi.ImagingBiomarker} to measure something else,
 * {@link org.credence.analytics.spi.ReportWriter} to write reports in another format.
 *
 * <p>Both are found as OSGi services; both are usable without OSGi by handing them to
 * {@link org.credence.analytics.Biomarkers} and {@link org.credence.analytics.ReportWriters}. A biomarker gets masks and
 * never pixels of an image, so that one and the same definition measures readers, consensus and models alike. A report is
 * data: a writer decides only how it looks.
 *
 * <p>Threads: implementations are stateless, are called from any thread, and block.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.analytics.spi;

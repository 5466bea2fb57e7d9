/**
 * DICOM: files to images, clips to files, annotations to and from segmentation objects. An adapter: its classes are found as
 * OSGi services, and made by their plain constructors where there is no OSGi.
 *
 * <pre>
 * file -&gt; DicomImageSource -&gt; ImageInstance -&gt; Frame
 * Clip -&gt; DicomImageSink -&gt; Ultrasound Multi-frame Image file
 * AnnotationSnapshot &lt;-&gt; DicomSegmentationStore &lt;-&gt; Segmentation file (FRACTIONAL, percent)
 * </pre>
 *
 * <p>Invariants: pixels are decoded exactly or a {@link org.credence.dicom.DicomException} says why not; memory follows what
 * is really in a file, never what it declares; files are written under another name, and moved into place when they are
 * complete. Text is written in UTF-8.
 *
 * <p>Threads: nothing here starts one; everything is stateless and thread-safe, and blocks.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom;

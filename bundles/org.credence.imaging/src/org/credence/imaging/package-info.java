/**
 * The values of the field: what an image is, before anybody says anything about it.
 *
 * <pre>
 * file -&gt; ImageSource (SPI) -&gt; ImageInstance -&gt; ImageSeries -&gt; FrameCache -&gt; Frame -&gt; pixels under a Window
 * Frame -&gt; ... -&gt; ProbabilityMap
 * </pre>
 *
 * Read {@link org.credence.imaging.ImageSources} first: it opens files and folders through whichever
 * {@link org.credence.imaging.spi.ImageSource} is installed. {@link org.credence.imaging.ImageSeries} is what an
 * annotator opens: the frames of one clip, or the slices of one stack ({@link org.credence.imaging.SliceStack} says how they
 * lie), each addressed by its {@link org.credence.imaging.FrameRef} and never by its position.
 * {@link org.credence.imaging.ImageCache} is what is remembered between runs. {@link org.credence.imaging.Frame} holds decoded
 * pixels. {@link org.credence.imaging.ProbabilityMap} is what a model says about a frame.
 * {@link org.credence.imaging.WholeFile} is how results of any kind get onto the disk.
 * {@link org.credence.imaging.Deidentifiers} copies files without what identifies patients.
 *
 * <p>Invariants: headers are eager and pixels lazy; a frame that cannot be decoded is an
 * {@link org.credence.imaging.ImagingException}, never an empty frame; pixel coordinates are (column, row) from the
 * upper left pixel, whose area spans 0..1 in both directions; lengths are in mm.
 *
 * <p>Threads: nothing here starts one; scanning uses the JVM's common pool. Everything is immutable but {@link org.credence.imaging.FrameCache}, which is
 * thread-safe. Whatever may take long takes a {@link org.credence.imaging.Progress} and honours its cancellation.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.imaging;

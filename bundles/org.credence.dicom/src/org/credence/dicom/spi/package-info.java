/**
 * What others implement around a library to read DICOM files in place of this bundle's own code, or beyond it.
 *
 * <p>{@link org.credence.dicom.spi.DataSetReader} parses data sets and tells every element to an
 * {@link org.credence.dicom.spi.ElementSink}. The parser decodes structure, representations and text; files, codecs and
 * images stay here, so that all parsers give the same pixels or the same kind of error.
 *
 * <pre>
 * file -&gt; start, encoding, inflating -&gt; DataSetReader -&gt; ElementSink -&gt; pixels, geometry, description
 *         (this bundle)                  (theirs)         (this bundle)
 * </pre>
 *
 * <p>{@link org.credence.dicom.spi.VideoDecoder} decodes the frames of videos, which this bundle has no codecs for. It gets
 * the joined fragments as a {@link org.credence.dicom.spi.VideoStream} and what the header says as a
 * {@link org.credence.dicom.spi.VideoFormat}, and owes exactly the frames that the header promises or an error.
 *
 * <pre>
 * fragments -&gt; VideoStream -&gt; VideoDecoder -&gt; RGB -&gt; frame
 *              (this bundle)   (theirs)        (this bundle)
 * </pre>
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom.spi;

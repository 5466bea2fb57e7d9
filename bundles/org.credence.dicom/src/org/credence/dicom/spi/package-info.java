/**
 * What another parser implements to read DICOM data sets in place of this bundle's own:
 * {@link org.credence.dicom.spi.DataSetReader}, which tells every element to an
 * {@link org.credence.dicom.spi.ElementSink}.
 *
 * <pre>
 * file -&gt; start, encoding, inflating -&gt; DataSetReader -&gt; ElementSink -&gt; pixels, geometry, description
 *         (this bundle)                  (theirs)         (this bundle)
 * </pre>
 *
 * <p>The parser decodes structure, representations and text; files, codecs and images stay here, so that all parsers
 * give the same pixels or the same kind of error.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom.spi;

/**
 * Pixel codecs of DICOM in plain Java: the bytes of one encapsulated frame in, its samples out, and for some the
 * way back. No dependency at all, so that any DICOM reader or writer can use them.
 *
 * <pre>
 * transfer syntax -&gt; FrameCodec; bytes of a frame + FrameFormat -&gt; FrameCodec -&gt; samples
 * transfer syntax -&gt; FrameEncoder; samples + FrameFormat + bits stored -&gt; FrameEncoder -&gt; bytes of a frame
 * </pre>
 *
 * Read {@link org.credence.dicom.codecs.FrameCodec} first. {@link org.credence.dicom.codecs.FrameFormat} is what the data
 * set around the pixels declares about every frame, and fixes the layout of what comes out: pixel-interleaved,
 * little-endian samples in containers of Bits Allocated bits, in the colour space they were stored in. Nothing here
 * converts colours: only the data set knows what the samples mean.
 *
 * <p>Invariants: damaged or hostile data ends in a {@link org.credence.dicom.codecs.CodecException}, never in another
 * exception and never in doubtful samples; no buffer is larger than the frame and its compressed bytes, but for the four
 * bytes per sample that JPEG 2000 works on and the two of JPEG in several scans, and none is allocated before the compressed bytes are known to be enough for it.
 *
 * <p>Threads: codecs are stateless; one may be used from any number of threads. JPEG 2000 also lends itself threads of the
 * common pool that are free; a call returns only when they are done.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom.codecs;

/**
 * Videos in DICOM files, decoded by FFmpeg: {@link org.credence.dicom.video.FfmpegVideoDecoder} is what
 * {@link org.credence.dicom.spi.VideoDecoder} asks for. Installed with the feature {@code org.credence.video.feature}.
 *
 * <pre>
 * VideoStream -&gt; Demuxer -&gt; packets -&gt; OpenVideo -&gt; Picture (YUV) -&gt; ColorConversion -&gt; RGB
 *                   |                      |
 *              PacketIndex: which packet is which frame, and where decoding may start
 * </pre>
 *
 * <p>Invariants: a frame is the one that the stream has at its place in display order, decoded without any concealment, or
 * an error says why not. Decoding from the start and from anywhere else feeds the decoder the very same packets.
 *
 * <p>Threads: nothing here starts one but the JVM's cleaner; everything blocks. One video is decoded by one thread at a time,
 * several videos by several.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom.video;

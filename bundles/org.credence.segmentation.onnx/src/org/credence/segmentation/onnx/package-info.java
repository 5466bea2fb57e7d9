/**
 * ONNX Runtime, set up once for all that uses it.
 *
 * <pre>
 * a jar with natives -&gt; cache folder of the user -&gt; OnnxRuntime -&gt; environment, session options, inference threads
 *                                                      |                      |
 *                                     SegmentationEngine of this bundle    Trainer of org.credence.training.onnx
 * </pre>
 *
 * {@link org.credence.segmentation.onnx.OnnxRuntime} unpacks the native libraries, finds the accelerators and remembers why
 * CUDA is not used where it is not; {@link org.credence.segmentation.onnx.CudaSettings} is what a site can say about how CUDA
 * is used. They are exported for one reason: training runs on the
 * same runtime, and a process has exactly one native ONNX Runtime, which must be set up in exactly one way. The
 * alternatives were worse: a third bundle for one class, or two copies of the set-up that race for the same system
 * property. No other bundle may use it; the domain sees only
 * {@link org.credence.segmentation.spi.SegmentationEngine}.
 *
 * <p>Invariants: the native libraries are on disk under one name per version, build and platform, complete or not at all;
 * the system property {@code onnxruntime.native.path}, if the site sets it, is obeyed. Memory-pattern optimisation and
 * spinning are off. The version is pinned to 1.28.0, because 1.29.0 has telemetry that is on by default.
 *
 * <p>Threads: all inference of one {@link org.credence.segmentation.onnx.OnnxRuntime} on a device runs on that device's own
 * thread, since the runtime's memory grows when calls hop between threads; callers block. Devices run side by side.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.segmentation.onnx;

/**
 * ONNX Runtime, set up once for all that uses it.
 *
 * <pre>
 * onnxruntime.jar -&gt; cache folder of the user -&gt; OnnxRuntime -&gt; environment, session options, inference thread
 *                                                   |                      |
 *                                  SegmentationEngine of this bundle    Trainer of org.credence.training.onnx
 * </pre>
 *
 * {@link org.credence.segmentation.onnx.OnnxRuntime} is the only type here: it unpacks the native libraries, picks the
 * accelerator and remembers why CUDA is not used where it is not. It is exported for one reason: training runs on the
 * same runtime, and a process has exactly one native ONNX Runtime, which must be set up in exactly one way. The
 * alternatives were worse: a third bundle for one class, or two copies of the set-up that race for the same system
 * property. No other bundle may use it; the domain sees only
 * {@link org.credence.segmentation.spi.SegmentationEngine}.
 *
 * <p>Invariants: the native libraries are on disk under one name per version and platform, complete or not at all; the
 * system property {@code onnxruntime.native.path}, if the site sets it, is obeyed. Memory-pattern optimisation and
 * spinning are off. The version is pinned to 1.28.0, because 1.29.0 has telemetry that is on by default.
 *
 * <p>Threads: all inference of one {@link org.credence.segmentation.onnx.OnnxRuntime} runs on one thread of its own,
 * since the runtime's memory grows when calls hop between threads; callers block.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.segmentation.onnx;

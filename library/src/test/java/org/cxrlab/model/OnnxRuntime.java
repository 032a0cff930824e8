package org.cxrlab.model;

import ai.onnxruntime.OrtEnvironment;
import com.sun.jna.Platform;
import org.cxrlab.disk.NativeCode;

/** ONNX Runtime, whose 22 MB of native code are not unpacked anew by each process of tests. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  static OrtEnvironment environment() {
    String system = Platform.isMac() ? "osx" : "linux";
    String processor = Platform.isARM() ? "aarch64" : "x64";
    String folder = "/ai/onnxruntime/native/" + system + "-" + processor + "/";
    NativeCode.place(
        "onnxruntime.native.path",
        OrtEnvironment.class,
        folder + System.mapLibraryName("onnxruntime"),
        folder + System.mapLibraryName("onnxruntime4j_jni"));
    return OrtEnvironment.getEnvironment();
  }
}

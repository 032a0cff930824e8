package org.cxrlab.train;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import org.cxrlab.data.CodeVersion;
import org.cxrlab.figure.Text;

/** All that decides, beside plan and films, to which bits a training leads. */
final class SoftwareEnvironment {
  private SoftwareEnvironment() {}

  /** E.g. "cxrlab 0.1.0, PyTorch 2.7.1 on amd64 with 2 threads". */
  static String current() {
    return Text.format(
        "cxrlab %s, PyTorch %s on %s with %d threads",
        CodeVersion.ofLibrary(),
        Engine.getInstance().getVersion(),
        System.getProperty("os.arch"),
        JniUtils.getNumThreads());
  }
}

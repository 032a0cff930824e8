package org.cxrlab.bench;

import ai.djl.pytorch.jni.JniUtils;
import org.cxrlab.train.StepPart;

/** Has libtorch write down every operation of some training steps; bench.py sums them up. */
final class Profile {
  private static final int WARM_UP = 3;

  private Profile() {}

  /** The settings of a step, then "to", a file, and "steps". */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.of(arguments);
    try (var step = new StepPart(settings)) {
      for (int i = 0; i < WARM_UP; i++) {
        step.run();
      }
      JniUtils.startProfile(false, false, false);
      for (int i = 0; i < settings.number("steps"); i++) {
        step.run();
      }
      JniUtils.stopProfile(settings.text("to"));
    }
  }
}

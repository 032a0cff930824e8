package org.cxrlab.cluster;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.run.Hashes;

/**
 * The model of an executor's process, loaded once. Tasks that run there at the same time share it:
 * passes through networks take turns, while the others read films, so threads do not multiply.
 */
final class ExecutorModel {
  private static String which = "";
  private static ChestModel model;

  private ExecutorModel() {}

  /**
   * The model of a folder.
   *
   * @param origin the SHA-256 that it has to have
   * @param precision in which it computes
   * @throws CxrlabException if it is another
   * @throws UnfitException if this machine can't load the engine or read what was sent
   */
  static synchronized ChestModel of(String origin, Path folder, Precision precision) {
    String asked = origin + " " + precision;
    if (which.equals(asked)) {
      return model;
    }
    if (!Hashes.of(folder).equals(origin)) {
      throw new CxrlabException(
          "The model in " + folder + " is another than the one that was sent; start it again.");
    }
    loadEngine();
    JniUtils.setNumThreads(threads());
    if (model != null) {
      model.close();
      which = "";
    }
    model = ChestModel.load(folder).setPrecision(precision);
    which = asked;
    return model;
  }

  private static void loadEngine() {
    try {
      NativeMemory.newManager().close();
    } catch (CxrlabException e) {
      throw new UnfitException(e);
    }
  }

  /** As many as this executor was given cores, not as the machine has. */
  private static int threads() {
    int here = Runtime.getRuntime().availableProcessors();
    SparkEnv env = SparkEnv.get();
    return env == null ? here : Math.min(here, env.conf().getInt("spark.executor.cores", here));
  }
}

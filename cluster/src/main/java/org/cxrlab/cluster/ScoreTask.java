package org.cxrlab.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.cli.Scorer;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;

/**
 * Scores a shard where an executor runs: films are read there, and the model is that which was
 * sent.
 *
 * @param archive the name under which the model was sent
 * @param sha256 that of the model
 * @param code that of the code that sent it, by {@link Origin}
 * @param precision in which it computes
 */
record ScoreTask(String archive, String sha256, String code, Precision precision) implements Work {
  /** With a model that was sent, by this code. */
  static ScoreTask of(SentModel sent, Precision precision) {
    return new ScoreTask(sent.name(), sent.origin(), Origin.ofCode(), precision);
  }

  /**
   * The model, loaded here.
   *
   * @throws CxrlabException if it or this code is another than the sender's
   */
  ChestModel model() {
    if (!code.equals(Origin.ofCode())) {
      throw new CxrlabException(
          "cxrlab is of another version there than here; give all the same jar.");
    }
    return ExecutorModel.of(sha256, Path.of(SparkFiles.get(archive)), precision);
  }

  @Override
  public Scored score(Shard shard) {
    ChestModel here;
    try {
      here = model();
    } catch (RuntimeException e) {
      return Scored.refused(shard, "On a worker: " + Fault.of(e).sentence());
    }
    List<Scored.Row> rows = new ArrayList<>();
    new Scorer(
            here,
            shard.films(),
            results ->
                results.forEach(
                    result -> rows.add(new Scored.Row(result.probabilities(), result.complaint()))))
        .run();
    return new Scored(shard.first(), rows, "");
  }
}

package org.cxrlab.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.cli.Scorer;
import org.cxrlab.cli.StoredScorer;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;

/**
 * Scores a shard where an executor runs: films are read there, and the model is that which was
 * sent.
 *
 * @param archive the name under which the model was sent
 * @param sha256 that of the model
 * @param code that of the code that sent it, by {@link CodeOrigin}
 * @param precision in which it computes
 */
record ScoreTask(String archive, String sha256, String code, Precision precision) implements Work {
  /** Begins what a worker has to say to whoever runs the command. */
  static final String HERE = "On the executor ";

  /** With a model that was sent, by this code. */
  static ScoreTask of(SentModel sent) {
    return new ScoreTask(sent.name(), sent.origin(), CodeOrigin.ofCode(), sent.precision());
  }

  /**
   * The model, loaded here.
   *
   * @throws CxrlabException if it or this code is another than the sender's
   * @throws UnfitException if there can be none on this machine
   */
  ChestModel model() {
    if (!code.equals(CodeOrigin.ofCode())) {
      throw new CxrlabException(
          "cxrlab is of another version there than here; give all the same jar.");
    }
    try {
      return ExecutorModel.of(sha256, Path.of(SparkFiles.get(archive)), precision);
    } catch (UncheckedIOException e) {
      throw new UnfitException(e);
    }
  }

  @Override
  public Scored score(Shard shard) {
    ChestModel here;
    try {
      here = model();
    } catch (UnfitException e) {
      throw e;
    } catch (RuntimeException e) {
      return Scored.refused(shard, "On a worker: " + Fault.of(e).sentence());
    }
    List<Scored.Row> rows = new ArrayList<>();
    Consumer<List<Scorer.Result>> taken =
        results ->
            results.forEach(
                result -> rows.add(new Scored.Row(result.probabilities(), result.complaint())));
    StoredFilms films = shard.films();
    if (films.stored().isEmpty()) {
      new Scorer(here, films.films(), taken).run();
    } else {
      copiedAndScored(here, films, taken);
    }
    return new Scored(shard.first(), rows, "");
  }

  /** Where there is no room here, there may be some elsewhere. */
  private static void copiedAndScored(
      ChestModel model, StoredFilms films, Consumer<List<Scorer.Result>> taken) {
    try {
      StoredScorer.score(model, films, () -> WholeFolder.passing(temporary()), taken);
    } catch (UncheckedIOException | CxrlabException e) {
      throw new UnfitException(e);
    }
  }

  /** Where Spark keeps what tasks need for a while, by {@code spark.local.dir} or the cluster. */
  static Path temporary() {
    SparkEnv env = SparkEnv.get();
    return env == null
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : env.blockManager().diskBlockManager().localDirs()[0].toPath();
  }
}

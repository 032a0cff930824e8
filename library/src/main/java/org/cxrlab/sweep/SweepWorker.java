package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.process.ToldProgram;
import org.cxrlab.process.WrittenSplit;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.CtrlC;
import org.cxrlab.train.StartingNetwork;

/**
 * The program of a process that runs trials of a sweep for another, see {@link SweepWorkers}. What
 * to do comes as a line of JSON on its standard input, at whose end it stops.
 */
final class SweepWorker {
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  private SweepWorker() {}

  /**
   * What there is to do.
   *
   * @param network the fingerprint of the networks
   * @param weights which they begin with; empty for random ones
   */
  record Job(String runs, String sweep, String network, String weights, WrittenSplit films) {
    static Job of(Runs runs, Sweep sweep, StartingNetwork start, TrialModel network) {
      return new Job(
          runs.file().toAbsolutePath().toString(),
          sweep.toJson(),
          network.identity(),
          start.weights().map(path -> path.toAbsolutePath().toString()).orElse(""),
          WrittenSplit.of(network.split()));
    }

    /** In one line. */
    String toJson() {
      return GSON.toJson(this);
    }

    /** What {@link #toJson} wrote. */
    static Job fromJson(String json) {
      return GSON.fromJson(json, Job.class);
    }

    /** The films, in parts. */
    Split split() {
      return films.split();
    }

    private TrialModel subject() {
      var start = new StartingNetwork(Optional.of(weights).filter(w -> !w.isEmpty()).map(Path::of));
      Split split = split();
      Labels labels = split.train().labels();
      return new NetworkTrialModel(network, plan -> start.create(labels, plan.seed()), split);
    }
  }

  /** Needs no argument. */
  public static void main(String[] arguments) {
    ToldProgram.run((told, more) -> run(Job.fromJson(told)));
  }

  private static void run(Job job) {
    try (CtrlC ctrlC = CtrlC.watch();
        Runs runs = Runs.open(Path.of(job.runs()))) {
      new SweepRunner(Sweep.fromJson(job.sweep()), runs, job.subject(), new SweepListener() {})
          .run(1);
    }
  }
}

package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.cxrlab.Fault;
import org.cxrlab.data.Labels;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.CtrlC;
import org.cxrlab.train.EndOfInput;
import org.cxrlab.train.StopSignal;

/**
 * The program of a process that runs trials of a sweep for another, see {@link SweepWorkers}. What
 * to do comes as a line of JSON on its standard input, at whose end it stops.
 */
final class SweepWorker {
  /** The exit status where films, plan or files can't be used; what it said is a sentence. */
  static final int REFUSED = 1;

  private static final int BROKEN = 70;
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
    int status = 0;
    try (CtrlC ctrlC = CtrlC.watch();
        StopSignal.Armed armed = StopSignal.arm()) {
      run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException | Error e) {
      Fault fault = Fault.of(e);
      switch (fault.whose()) {
        case ASKER, MEMORY -> {
          System.out.println(fault.sentence());
          status = REFUSED;
        }
        default -> {
          e.printStackTrace(System.out);
          status = BROKEN;
        }
      }
    }
    System.out.flush();
    // Whoever reads the other end of the input may still be waiting for it.
    Runtime.getRuntime().exit(status);
  }

  private static void run(BufferedReader input) throws IOException {
    String line = input.readLine();
    if (line == null || line.isEmpty()) {
      return; // whoever started this process is gone already
    }
    Job job = Job.fromJson(line);
    EndOfInput.stops(input);
    Sweep sweep = Sweep.fromJson(job.sweep());
    try (Runs runs = Runs.open(Path.of(job.runs()))) {
      new SweepRunner(sweep, runs, job.subject(), new SweepListener() {}).run(1);
    }
  }
}

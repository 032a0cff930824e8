package org.cxrlab.sweep;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cxrlab.Fault;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmDetails;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.UncertainLabels;
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

  /** As much of a film as a training and its run need; no details where none are told. */
  private record Row(
      String image, String path, String patient, List<Float> values, FilmDetails details) {
    static Row of(Film film) {
      String path = film.path().toAbsolutePath().toString();
      FilmDetails details = film.details().equals(FilmDetails.NONE) ? null : film.details();
      return new Row(film.image(), path, film.patient(), film.values(), details);
    }

    Film film(Labels labels) {
      return new Film(
          image,
          Path.of(path),
          patient,
          labels,
          values,
          List.of(),
          "",
          Double.NaN,
          "",
          details == null ? FilmDetails.NONE : details);
    }
  }

  /** A part of the split, with what was made of labels that its table leaves open. */
  private record Part(List<Row> films, UncertainLabels uncertain) {
    static Part of(Films films) {
      return new Part(films.stream().map(Row::of).toList(), films.uncertain());
    }

    Films films(String name, Labels labels) {
      return new Films(name, labels, films.stream().map(row -> row.film(labels)).toList())
          .uncertain(uncertain);
    }
  }

  /**
   * What there is to do.
   *
   * @param network the fingerprint of the networks
   * @param weights which they begin with; empty for random ones
   */
  record Job(
      String runs,
      String sweep,
      String network,
      String weights,
      List<String> labels,
      Part train,
      Part validation,
      Part test) {
    static Job of(Runs runs, Sweep sweep, StartingNetwork start, TrialModel network) {
      Split split = network.split();
      return new Job(
          runs.file().toAbsolutePath().toString(),
          sweep.toJson(),
          network.identity(),
          start.weights().map(path -> path.toAbsolutePath().toString()).orElse(""),
          split.train().labels().names(),
          Part.of(split.train()),
          Part.of(split.validation()),
          Part.of(split.test()));
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
      var names = new Labels(labels);
      return new Split(
          train.films("training", names),
          validation.films("validation", names),
          test.films("test", names));
    }

    private TrialModel subject() {
      var start = new StartingNetwork(Optional.of(weights).filter(w -> !w.isEmpty()).map(Path::of));
      var names = new Labels(labels);
      return new NetworkTrialModel(network, plan -> start.create(names, plan.seed()), split());
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

package org.cxrlab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.explain.GradCam;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.notebook.panel.Explore;
import org.cxrlab.notebook.panel.GradCamPanel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;

/**
 * The same again and again, and what the process holds meanwhile: its memory, open files and
 * threads, and files in the temp folder. Each line is a row of bench.py's table.
 */
final class LongRuns {
  private static final int ROWS = 10;

  private LongRuns() {}

  /** The settings "part" (steps, maps or moves) and "times". */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.of(arguments);
    int times = settings.number("times");
    switch (settings.text("part")) {
      case "steps" -> steps(times);
      case "maps" -> maps(times);
      case "moves" -> moves(times);
      default -> throw new IllegalArgumentException("There is no part " + settings.text("part"));
    }
    System.exit(0); // panels have threads of their own
  }

  private static void steps(int times) throws IOException {
    Films films = Phantoms.of(200).size(64).seed(3).films();
    Split split = PatientSplit.of(films).seed(1).split();
    int perEpoch = times / ROWS;
    TrainingPlan plan =
        TrainingPlan.defaults().imageSize(64).batchSize(8).epochs(ROWS).stepsPerEpoch(perEpoch);
    try (ChestModel model = SmallDenseNet.create(films.labels(), 1)) {
      Training.run(
          model,
          split,
          plan,
          new TrainingListener() {
            @Override
            public void onStep(TrainingProgress progress) {
              if (progress.step() % perEpoch == 0) {
                say("steps", progress.step());
              }
            }
          });
    }
  }

  private static void maps(int times) {
    Films films = Phantoms.of(60).films();
    try (ChestModel model = DenseNet121.pretrained()) {
      GradCam cam = GradCam.of(model);
      for (int i = 1; i <= times; i++) {
        String label = model.labels().names().get(i % model.labels().size());
        cam.explain(films.get(i % films.size()), label).overlay();
        if (i % (times / ROWS) == 0) {
          say("maps", i);
        }
      }
    }
  }

  /** To another film each time; the next move comes when its map is there. */
  private static void moves(int times) throws InterruptedException {
    Films films = Phantoms.of(60).films();
    try (ChestModel model = DenseNet121.pretrained()) {
      GradCamPanel panel = Explore.gradCam(model, films);
      for (int i = 1; i <= times; i++) {
        String wanted = films.get(i % films.size()).image();
        panel.position().set(1 + i % films.size());
        panel.map();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!panel.film().image().equals(wanted)) {
          if (System.nanoTime() > end) {
            throw new IllegalStateException("The panel stays at " + panel.film().image());
          }
          Thread.sleep(2);
        }
        if (i % (times / ROWS) == 0) {
          say("moves", i);
        }
      }
    }
  }

  private static void say(String part, int done) {
    System.gc();
    try {
      System.out.printf(
          "row,%s,%d,%d,%d,%d,%d%n",
          part,
          done,
          held(),
          count(Path.of("/proc/self/fd")),
          Thread.activeCount(),
          count(Path.of(System.getProperty("java.io.tmpdir"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory in MB, as Linux tells it. */
  private static long held() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}

package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.KeptRuns;
import org.cxrlab.sweep.ExperimentFile;
import org.cxrlab.sweep.Sweep;

/** Plans, sweeps and what is kept of them. */
final class ExperimentTargets {
  private static final List<String> COMMON =
      List.of("name", "films", "phantoms", "labels", "split", "train", "stratified", "model");

  private ExperimentTargets() {}

  static List<FuzzTarget> all() {
    String[] words =
        FuzzTargets.quoted(
            Stream.concat(COMMON.stream(), PlanFields.standard().names().stream()).toList());
    return List.of(
        FuzzTarget.of("plan", "some.json", folder -> plans(), ExperimentTargets::readPlan)
            .words(words)
            .words("null", "1e400", "NaN", "-0", "4294967356", "9223372036854775808", "[[1]]"),
        FuzzTarget.of("sweep", "some.json", folder -> sweeps(), ExperimentTargets::readSweep)
            .words(words)
            .words(FuzzTargets.quoted(List.of("space", "from", "to", "scale", "log", "method")))
            .words(FuzzTargets.quoted(List.of("grid", "halving", "points", "trials", "factor")))
            .words("null", "1e400", "NaN", "-0", "4294967356", "9223372036854775808", "[[1]]"),
        FuzzTarget.of("runs", "runs.db", KeptRuns::seeds, KeptRuns::read)
            .words(KeptRuns.WORDS.toArray(String[]::new))
            .longest(1 << 16)
            .mendedBy(KeptRuns::around));
  }

  private static Map<String, byte[]> plans() {
    String written = TrainingPlan.defaults().toJson();
    return FuzzTargets.together(
        Map.of("example", ExperimentFile.example(false).getBytes(StandardCharsets.UTF_8)),
        Map.of("written", written.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, byte[]> sweeps() {
    return Map.of("example", ExperimentFile.example(true).getBytes(StandardCharsets.UTF_8));
  }

  private static void readPlan(Path file) throws IOException {
    ExperimentFile read = ExperimentFile.plan(withoutModel(file));
    requireSane(read.plan((Films) null));
    assertTrue(read.name() != null, "no name");
    read.learnsHead();
    read.network();
  }

  private static void readSweep(Path file) throws IOException {
    ExperimentFile read = ExperimentFile.sweep(withoutModel(file));
    Sweep sweep = read.sweep((Films) null);
    requireSane(sweep.plan());
    assertEquals(sweep.toJson(), Sweep.fromJson(sweep.toJson()).toJson(), "a sweep, read again");
    sweep.summary();
    sweep.figure();
  }

  /** Most plans begin with a network that is not there; that is no reason not to look further. */
  private static Path withoutModel(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return Files.write(
        file, text.replace("\"pretrained\"", "\"new\"").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void requireSane(TrainingPlan plan) {
    assertTrue(plan.epochs() > 0 && plan.batchSize() > 0 && plan.imageSize() > 0, "a count of 0");
    assertTrue(plan.learningRate() > 0 && plan.learningRate() < 1e308, "a rate that is none");
    assertEquals(plan, TrainingPlan.fromJson(plan.toJson()), "a plan, read again");
    plan.figure();
  }
}

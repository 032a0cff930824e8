package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.run.Samples;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFileTest {
  @TempDir Path folder;

  private Path file(String json) {
    try {
      return Files.writeString(folder.resolve("mine.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainingPlan plan(String json, Films training) {
    return ExperimentFile.plan(file(json)).plan(training);
  }

  @Test
  void aPlanIsReadAsItWritesItself() {
    Films films = Samples.tableOnly(60).train();
    TrainingPlan full =
        TrainingPlan.small()
            .loss(WeightedBce.of(films))
            .resampling(Resampling.SQUARE_ROOT)
            .precision(Precision.BF16)
            .monitor(Monitor.MEAN_AUROC)
            .schedule(Schedule.reduceOnPlateau(0.2, 3).warmUp(5))
            .adam(0.8, 0.99, 1e-7)
            .weightDecay(0.125)
            .earlyStopping(4)
            .seed(1L << 40);
    assertEquals(full, plan(full.toJson(), films));
    assertEquals(TrainingPlan.defaults(), plan(TrainingPlan.defaults().toJson(), films));
    assertEquals(TrainingPlan.defaults(), plan("{}", films));
    Sweep sweep = Sweep.grid(SearchSpace.empty().choice("seed", 1, 2)).plan(full).named("mine");
    assertEquals(sweep, ExperimentFile.sweep(file(sweep.toJson())).sweep(films));
  }

  @Test
  void shortWordsDoToo() {
    Films films = Samples.tableOnly(60).train();
    TrainingPlan expected =
        TrainingPlan.defaults()
            .epochs(3)
            .learningRate(2e-4)
            .weightDecay(0.01)
            .schedule(Schedule.cosine().warmUp(7))
            .loss(WeightedBce.of(films))
            .augment(Augmentations.light())
            .monitor(Monitor.MEAN_AUROC)
            .precision(Precision.BF16)
            .resampling(Resampling.SQUARE_ROOT);
    assertEquals(
        expected,
        plan(
            """
            {"epochs": 3, "learningRate": 2e-4, "weightDecay": 0.01, "schedule": "cosine",
             "warmUp": 7, "loss": "weighted", "augmentation": "light", "monitor": "mean AUROC",
             "precision": "bf16", "resampling": "square root"}
            """,
            films));
  }

  private static List<String> fingerprints(Split split) {
    return Stream.of(split.train(), split.validation(), split.test())
        .map(Films::fingerprint)
        .toList();
  }

  @Test
  void filmsAreReadAndDividedAsItSays() {
    Split drawn = Samples.split(folder.resolve("films"));
    Split read =
        ExperimentFile.plan(
                file(
                    """
                    {"films": "films", "labels": ["other"], "split":
                      {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": 4}}
                    """))
            .films();
    Films all =
        Films.course(folder.resolve("films/films.csv"), folder.resolve("films"))
            .onlyLabels("other");
    assertEquals(
        fingerprints(PatientSplit.of(all).ratios(0.5, 0.25, 0.25).seed(4).split()),
        fingerprints(read));
    assertEquals(
        drawn.train().size() + drawn.validation().size() + drawn.test().size(),
        read.train().size() + read.validation().size() + read.test().size());
    assertEquals("mine", ExperimentFile.plan(file("{}")).name());
  }

  @Test
  void theExamplesAreWhatTheySay() {
    for (boolean sweep : new boolean[] {false, true}) {
      String text = ExperimentFile.example(sweep).replace("\"pretrained\"", "\"new\"");
      Films films = Samples.tableOnly(60).train();
      if (sweep) {
        assertEquals(30, ExperimentFile.sweep(file(text)).sweep(films).combinations().size());
      } else {
        assertEquals(0.0005, plan(text, films).learningRate());
      }
    }
  }

  private void refused(boolean sweep, String json, String sentence) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                  Path file = file(json);
                  if (sweep) {
                    ExperimentFile.sweep(file);
                  } else {
                    ExperimentFile.plan(file);
                  }
                })
            .getMessage();
    assertEquals(folder.resolve("mine.json") + ": " + sentence, message);
  }

  @Test
  void whatIsWrongIsNamedInASentence() {
    refused(false, "{\"epoch\": 3}", "A plan has no field \"epoch\"; did you mean \"epochs\"?");
    refused(
        false,
        "{\"learning_rate\": 3}",
        "A plan has no field \"learning_rate\"; did you mean \"learningRate\"?");
    refused(
        false,
        "{\"epochs\": \"ten\"}",
        "The field \"epochs\" of a plan is a whole number, not \"ten\".");
    refused(
        false, "{\"epochs\": 2.5}", "The field \"epochs\" of a plan is a whole number, not 2.5.");
    refused(false, "{\"epochs\": 0}", "The number of epochs must be at least 1, not 0.");
    refused(
        false,
        "{\"loss\": \"wieghted\"}",
        "The field \"loss\" of a plan can't be \"wieghted\"; did you mean \"weighted\"?");
    refused(
        false,
        "{\"monitor\": \"AUROC\"}",
        "The field \"monitor\" of a plan can't be \"AUROC\"; did you mean \"mean auroc\"?");
    refused(
        false,
        "{\"schedule\": {\"kind\": \"cosine\", \"warmup\": 3}}",
        "A schedule has no field \"warmup\"; did you mean \"warmUpSteps\"?");
    refused(
        false,
        "{\"split\": {\"trian\": 0.7}}",
        "A split has no field \"trian\"; did you mean \"train\"?");
    refused(
        false,
        "{\"learns\": \"heads\"}",
        "The field \"learns\" of a plan can't be \"heads\"; did you mean \"head\"?");
    refused(
        false,
        "{\"model\": \"nowhere\"}",
        Text.format(
            "There is no model %s; the field \"model\" is \"new\", \"pretrained\", a model folder or a weights file.",
            folder.resolve("nowhere")));
    refused(
        true,
        "{\"method\": \"grid\", \"space\": {\"seed\": [1]}, \"plan\": {\"bachSize\": 3}}",
        "A plan has no field \"bachSize\"; did you mean \"batchSize\"?");
    refused(
        true,
        "{\"space\": {\"seed\": [1]}}",
        "A sweep needs the field \"method\": grid, random, halving.");
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> ExperimentFile.plan(file("{\"epochs\": }")))
            .getMessage()
            .startsWith(folder.resolve("mine.json") + ": This is no plan in JSON: "));
  }
}

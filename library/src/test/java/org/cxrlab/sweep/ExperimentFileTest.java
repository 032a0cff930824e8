package org.cxrlab.sweep;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            "There is no model %s; the field \"model\" is \"new\", \"pretrained\", a model folder"
                + " or a weights file.",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"labels\": null | The field \"labels\" of a plan is a list of names, not null.",
        "\"labels\": [[\"Mass\"]] | The field \"labels\" of a plan is a list of names, not"
            + " [[\"Mass\"]].",
        "\"labels\": [1] | The field \"labels\" of a plan is a list of names, not [1].",
        "\"labels\": [\"Mass\", \"Mass\"] | A label stands twice in [Mass, Mass].",
        "\"seed\": 9223372036854775808 | The field \"seed\" of a plan can't be 9223372036854775808;"
            + " that is far too large.",
        "\"seed\": -9223372036854775809 | The field \"seed\" of a plan can't be"
            + " -9223372036854775809; that is far too large.",
        "\"seed\": 1e999999999 | The field \"seed\" of a plan can't be 1e999999999; that is far too"
            + " large.",
        "\"seed\": 0.5 | The field \"seed\" of a plan is a whole number, not 0.5.",
        "\"weightDecay\": 1e400 | The field \"weightDecay\" of a plan can't be 1e400; that is far"
            + " too large.",
        "\"schedule\": {\"kind\": \"plateau\", \"patience\": 4294967297} | The field \"patience\""
            + " of a schedule can't be 4294967297; that is far too large.",
        "\"split\": {\"train\": 0.7} | The field \"validation\" of a split is a number, not"
            + " missing.",
        "\"split\": {\"train\": 0.7, \"validation\": 0.1, \"test\": 0.5} | The shares 0.7, 0.1 and"
            + " 0.5 sum to 1.300; make them sum to 1.",
        "\"split\": {\"stratified\": 1} | The field \"stratified\" of a split is true or false, not"
            + " 1.",
        "\"split\": {\"seed\": 9223372036854775808} | The field \"seed\" of a split can't be"
            + " 9223372036854775808; that is far too large.",
        "\"epochs\": 1, \"epochs\": 2 | This is no plan in JSON: The name \"epochs\" stands twice"
            + " in it.",
      })
  void allOfAPlanIsCheckedBeforeFilmsAreRead(String fields, String sentence) {
    // There are no such films, which nobody is to notice.
    refused(false, "{\"films\": \"nowhere\", " + fields + "}", sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967356", "2147483648", "1e10"})
  void aNumberOfPhantomsThatNoIntHoldsIsRefused(String films) {
    refused(
        false,
        "{\"phantoms\": " + films + "}",
        "The field \"phantoms\" of a plan can't be "
            + films.replace("1e10", "10000000000")
            + "; that is far too large.");
  }

  @Test
  void aLabelThatPhantomsDoNotHaveIsRefusedBeforeTheyAreDrawn() {
    refused(
        false,
        "{\"phantoms\": 100000, \"labels\": [\"Mass\", \"Masses\"]}",
        "There is no label \"Masses\". The labels are: "
            + String.join(", ", Phantoms.prevalence().keySet())
            + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"method\": \"random\", \"trials\": 2000000000 | A sweep has at most 10,000 combinations"
            + " and 1,000 points of each range; take fewer values or name fewer settings.",
        "\"method\": \"grid\", \"points\": 2000000000 | A sweep has at most 10,000 combinations and"
            + " 1,000 points of each range; take fewer values or name fewer settings.",
        "\"method\": \"random\", \"trials\": 4294967316 | The field \"trials\" of a sweep can't be"
            + " 4294967316; that is far too large.",
        "\"method\": \"halving\", \"minimumEpochs\": 4294967297 | The field \"minimumEpochs\" of a"
            + " sweep can't be 4294967297; that is far too large.",
        "\"method\": \"halving\", \"factor\": 4294967298 | The field \"factor\" of a sweep can't be"
            + " 4294967298; that is far too large.",
      })
  void aSweepOfAbsurdSizeIsRefused(String fields, String sentence) {
    refused(true, "{" + fields + ", \"space\": {\"beta1\": {\"from\": 0, \"to\": 0.9}}}", sentence);
  }

  @Test
  void aGridOfTooManyCombinationsIsRefused() {
    String range = ": {\"from\": 1, \"to\": 1000}";
    String space = "\"epochs\"" + range + ", \"warmUp\"" + range + ", \"headOnly\"" + range;
    String grid = "{\"method\": \"grid\", \"points\": POINTS, \"space\": {" + space + "}}";
    String sentence =
        "A sweep has at most 10,000 combinations and 1,000 points of each range; take fewer values"
            + " or name fewer settings.";
    refused(true, grid.replace("POINTS", "22"), sentence);
    assertEquals(
        9261,
        ExperimentFile.sweep(file(grid.replace("POINTS", "21")))
            .sweep((Films) null)
            .combinations()
            .size());
    String seeds = IntStream.range(0, 10_001).mapToObj(String::valueOf).collect(joining(","));
    refused(
        true,
        "{\"method\": \"random\", \"space\": {\"seed\": [" + seeds + "]}}",
        "The setting seed has 10,001 values; it may have 10,000.");
    refused(
        true,
        "{\"method\": \"grid\", \"space\": {\"seed\": [1, 2, 1]}}",
        "The setting seed has the value 1 twice.");
  }

  @Test
  void aFileThatIsNoTextOfOrdinarySizeIsRefused() throws IOException {
    Files.write(folder.resolve("mine.json"), new byte[] {'{', (byte) 0xff, '}'});
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> ExperimentFile.plan(folder.resolve("mine.json")))
            .getMessage();
    assertEquals(folder.resolve("mine.json") + ": It is no text in UTF-8.", said);
    refused(
        false,
        "{\"name\": \"" + "a".repeat(10_000_000) + "\"}",
        "It is larger than 10 MB, which no plan is.");
    refused(
        false,
        "[".repeat(100_000),
        "This is no plan in JSON: Nesting limit 255 reached at line 1 column 257.");
  }
}

package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
  private static final TrainingListener QUIET = new TrainingListener() {};

  @TempDir Path folder;

  private static ChestModel model() {
    return DenseNet121.create(Samples.LABELS, 3).setImageSize(32);
  }

  private Features features(ChestModel model, Split split, List<String> said) {
    return Features.of(
        model, split, folder.resolve("features.db"), (films, all) -> said.add(films + "/" + all));
  }

  @Test
  void eachFilmGoesThroughTheBackboneOnce() throws Exception {
    Split split = Samples.split(folder.resolve("films"));
    List<String> said = new ArrayList<>();
    try (ChestModel model = model()) {
      Features first = features(model, split, said);
      assertEquals(List.of("0/36", "32/36", "36/36"), said);
      List<float[]> direct = model.features(split.test()).rows();
      for (int i = 0; i < direct.size(); i++) {
        assertArrayEquals(direct.get(i), first.test().rows().get(i), 1e-5f);
      }

      said.clear();
      Features again = features(model, split, said);
      assertEquals(List.of(), said, "all of them were kept");
      assertArrayEquals(first.train().rows().get(3), again.train().rows().get(3));

      // A film of another name and the same content is known, one of another content is not.
      Files.copy(
          split.train().get(1).path(),
          split.train().get(0).path(),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.write(split.test().get(0).path(), new byte[0], java.nio.file.StandardOpenOption.APPEND);
      Features copied = features(model, split, said);
      assertEquals(List.of(), said);
      assertArrayEquals(first.train().rows().get(1), copied.train().rows().get(0));
      Files.write(split.test().get(0).path(), new byte[1], java.nio.file.StandardOpenOption.APPEND);
      features(model, split, said);
      assertEquals(List.of("0/1", "1/1"), said);

      said.clear();
      features(model.setImageSize(48), split, said);
      assertEquals(List.of("0/36", "32/36", "36/36"), said, "another size is another preparation");
      model.setImageSize(32).setHead(LinearHead.random(Samples.LABELS, 1024, 77));
      said.clear();
      assertEquals(first.backbone(), features(model, split, said).backbone());
      assertEquals(List.of(), said, "the head is no part of the backbone");
      model.setPrecision(Precision.BF16);
      Features half = features(model, split, said);
      assertEquals(List.of("0/36", "32/36", "36/36"), said);
      assertNotEquals(first.backbone(), half.backbone());
      float[] single = first.validation().rows().get(0);
      float[] rounded = half.validation().rows().get(0);
      double largest = 0;
      for (int i = 0; i < single.length; i++) {
        largest = Math.max(largest, Math.abs(single[i] - rounded[i]));
      }
      assertTrue(largest > 0 && largest < 0.1, "bfloat16 differs by " + largest);
    }
  }

  @Test
  void stoppingKeepsWhatWasComputedAndACutOffFileOpens() throws Exception {
    Split split = Samples.split(folder.resolve("films"));
    Path file = folder.resolve("features.db");
    try (ChestModel model = model()) {
      CancellationException stopped =
          assertThrows(
              CancellationException.class,
              () -> Features.of(model, split, file, (films, all) -> StopSignal.request()));
      assertTrue(stopped.getMessage().startsWith("Stopped after 32 of 36"), stopped.getMessage());
      List<String> said = new ArrayList<>();
      Features whole = features(model, split, said);
      assertEquals(List.of("0/4", "4/4"), said);
      try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
        f.setLength(f.length() / 2);
      }
      Features again = features(model, split, said);
      assertArrayEquals(whole.train().rows().get(0), again.train().rows().get(0), 1e-5f);
    }
  }

  /** The same arithmetic as that of the network whose backbone is frozen, on another way. */
  @Test
  void aHeadOnFeaturesLearnsAsTheHeadOfTheNetwork() throws Exception {
    Split split = Samples.split(folder.resolve("films"));
    TrainingPlan plan =
        TrainingPlan.defaults()
            .imageSize(32)
            .batchSize(4)
            .epochs(3)
            .headOnly(3)
            .learningRate(3e-3)
            .weightDecay(1e-3)
            .seed(9);
    try (ChestModel model = model()) {
      Features features = features(model, split, new ArrayList<>());
      HeadTraining.Result head =
          HeadTraining.run(model.head(), features.train(), features.validation(), plan);
      TrainingRun network = Training.run(model, split, plan, QUIET);
      assertEquals(network.bestEpoch(), head.run().bestEpoch());
      for (int step = 0; step < network.history().steps().size(); step++) {
        assertEquals(
            network.history().steps().get(step).loss(),
            head.run().history().steps().get(step).loss(),
            1e-4,
            "step " + (step + 1));
      }
      for (int epoch = 0; epoch < 3; epoch++) {
        assertEquals(
            network.history().epochs().get(epoch).validationLoss(),
            head.run().history().epochs().get(epoch).validationLoss(),
            1e-4);
      }
      assertArrayEquals(model.head().weight(), head.head().weight(), 2e-4f);
      assertArrayEquals(model.head().bias(), head.head().bias(), 2e-4f);
      Predictions direct = model.setHead(head.head()).predict(split.test());
      Predictions byFeatures = head.head().predict(features.test());
      for (int i = 0; i < split.test().size(); i++) {
        assertArrayEquals(direct.probabilities().get(i), byFeatures.probabilities().get(i), 1e-5f);
      }
    }
  }
}

package org.cxrlab.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.Workspace;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with the project is what its card says. */
class PretrainedModelTest {
  /** Neither the recipe's seeds nor the course's. */
  private static final long NEW_SEED = 4024;

  @Test
  void tellsFindingsOnPhantomsThatNobodyHasSeen() {
    Films films = Phantoms.of(300).seed(NEW_SEED).films();
    try (var model = DenseNet121.pretrained()) {
      Evaluation evaluation = Evaluation.of(model, films);
      assertTrue(evaluation.meanAuroc() > 0.85, evaluation.table().text());
    }
  }

  @Test
  void aByteThatIsAnotherIsSeen(@TempDir Path folder) throws IOException {
    Path whole = Workspace.pretrained().resolve("densenet121-phantoms");
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".safetensors")) {
          bytes[bytes.length / 2] ^= 1;
        }
        Files.write(folder.resolve(file.getFileName()), bytes);
      }
    }
    var error = assertThrows(CxrlabException.class, () -> ChestModel.load(folder));
    assertTrue(error.getMessage().contains("its SHA-256 is another"), error.getMessage());
  }

  @Test
  void tellsHowItWasMade() throws IOException {
    try (var model = DenseNet121.pretrained()) {
      PretrainingRecipe recipe = PretrainingRecipe.standard();
      assertEquals(recipe.toJson(), model.notes().get("recipe"));
      for (int part = 1; part <= recipe.plans().size(); part++) {
        TrainingPlan plan = TrainingPlan.fromJson(model.notes().get("plan " + part));
        assertEquals(recipe.plans().get(part - 1), plan.loss(recipe.plans().get(part - 1).loss()));
        History history = History.fromJson(model.notes().get("history " + part));
        assertEquals(plan.epochs(), history.epochs().size());
        assertEquals(model.labels(), history.labels());
      }
    }
    String card =
        Files.readString(
            Workspace.pretrained().resolve(DenseNet121.PRETRAINED).resolve(ModelCard.FILE));
    assertTrue(card.contains("not for clinical use"), card);
    assertTrue(card.contains("phantoms, seed " + PretrainingRecipe.standard().testSeed()), card);
  }

  @Test
  void forFilmsOfItsOwnLabelsItIsTakenAsItIs() {
    Films films = Phantoms.of(20).size(64).films();
    try (var known = DenseNet121.pretrained();
        var taken = Pretrained.of(PatientSplit.of(films).seed(1).split())) {
      assertTrue(taken.copyWeights().sameAs(known.copyWeights()));
    }
  }

  @Test
  void forOtherLabelsItsBackboneStaysAndAHeadLearnsThem() {
    Films films = Phantoms.of(80).seed(NEW_SEED).size(160).prevalence("Cardiomegaly", 0.5).films();
    Labels own = Labels.of("Large heart");
    Films relabelled =
        new Films(
            "own labels",
            own,
            films.stream()
                .map(
                    f ->
                        Film.of(
                            f.image(),
                            f.path(),
                            f.patient(),
                            own,
                            List.of(f.value(f.labels().indexOf("Cardiomegaly")))))
                .toList());
    Split split = PatientSplit.of(relabelled).ratios(0.6, 0.1, 0.3).seed(7).split();
    try (var known = DenseNet121.pretrained();
        var model = Pretrained.of(split);
        var again = Pretrained.of(split)) {
      assertEquals(own, model.labels());
      assertEquals(known.backboneFingerprint(), model.backboneFingerprint());
      assertArrayEquals(model.head().weight(), again.head().weight());
      Evaluation evaluation = Evaluation.of(model, split.test());
      assertTrue(evaluation.auroc("Large heart") > 0.85, evaluation.table().text());
    }
  }

  @Test
  void anotherModelBeginsWithAllButItsHead() {
    Labels labels = Labels.of("Mass", "Hernia");
    try (var known = DenseNet121.pretrained();
        var begun = DenseNet121.pretrained(labels);
        var untrained = DenseNet121.create(labels)) {
      assertEquals(labels, begun.labels());
      assertEquals(known.preprocessing(), begun.preprocessing());
      assertEquals(known.backboneFingerprint(), begun.backboneFingerprint());
      assertArrayEquals(untrained.head().weight(), begun.head().weight());
      assertFalse(Arrays.equals(known.head().weight(), begun.head().weight()));
    }
  }
}

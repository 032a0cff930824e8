package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.model.Predictions;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final float UNKNOWN = Float.NaN;
  private static final Labels LABELS = Labels.of("Mass", "Hernia");

  /** Mass is told apart 3 times of 4; Hernia never occurs and is once unknown. */
  private static final Evaluation SMALL =
      Evaluation.of(
          predictions(
              LABELS,
              new String[] {"a", "b", "c", "d"},
              new float[][] {{1, 0}, {0, 0}, {1, UNKNOWN}, {0, 0}},
              new float[][] {{.8f, .1f}, {.6f, .2f}, {.4f, .3f}, {.2f, .4f}}));

  @Test
  void scoresEachLabel() {
    assertEquals(0.75, SMALL.auroc("Mass"));
    assertEquals(0.75, SMALL.scores("Mass").auroc().value());
    // Precision 1 at the first positive, 2/3 at the second; recall grows by half each time.
    assertEquals((1 + 2.0 / 3) / 2, SMALL.scores("Mass").averagePrecision().value(), 1e-15);
    // (.2² + .6² + .6² + .2²) / 4, in single precision
    assertEquals(0.2, SMALL.scores("Mass").brier().value(), 1e-7);
    assertEquals(2, SMALL.scores("Mass").positives());
    assertEquals(3, SMALL.scores("Hernia").negatives());
  }

  @Test
  void callsAreAReadersVotesAtTheCutOff() {
    assertArrayEquals(new float[] {1, 1, 0, 0}, SMALL.calls("Mass"));
    assertArrayEquals(new float[] {1, 1, 1, 0}, SMALL.at(0.4f).calls("Mass"));
  }

  @Test
  void aCurveIsShownAndOneThatIsNoneSaysWhy() {
    // A cut-off above all scores, and one at each of the four.
    assertEquals("A ROC curve of 5 points, AUROC 0.750", SMALL.roc("Mass").figure().alt());
    String pr = SMALL.pr("Mass").figure().alt();
    assertEquals("A precision-recall curve of 5 points, average precision 0.833", pr);
    String none = SMALL.roc("Hernia").figure().alt();
    assertTrue(none.contains("a ROC curve without positives"), none);
    assertTrue(SMALL.pr("Hernia").figure().alt().contains("without positives"));
  }

  @Test
  void anUndefinedLabelIsSaidToBeSoAndLeftOutOfTheMean() {
    assertTrue(Double.isNaN(SMALL.auroc("Hernia")));
    assertEquals(0.75, SMALL.meanAuroc());
    assertEquals(0.75, SMALL.macro().auroc().value());
    List<String> row = SMALL.table().rows().get(1);
    assertEquals("Hernia", row.get(0));
    assertEquals("–", row.get(SMALL.table().columns().indexOf("AUROC (95 % interval)")));
    assertEquals("–", row.get(SMALL.table().columns().indexOf("Sensitivity")));
    assertEquals("no positives", row.get(SMALL.table().columns().indexOf("Remark")));
  }

  @Test
  void anIntervalOfFewFilmsOrWithoutWidthHasARemark() {
    // 4 positives that are told apart from 20 negatives without an error.
    float[][] truth = new float[24][1];
    float[][] probabilities = new float[24][1];
    String[] patients = new String[24];
    for (int i = 0; i < 24; i++) {
      truth[i][0] = i < 4 ? 1 : 0;
      probabilities[i][0] = i < 4 ? .9f : .1f;
      patients[i] = "p" + i;
    }
    var few = Evaluation.of(predictions(Labels.of("Mass"), patients, truth, probabilities));
    var table = few.table();
    int auroc = table.columns().indexOf("AUROC (95 % interval)");
    assertEquals("1.000 (1.000–1.000)", table.rows().get(0).get(auroc));
    assertEquals(
        "only 4 positives, no spread", table.rows().get(0).get(table.columns().indexOf("Remark")));
    assertTrue(table.note().contains("fewer than 10 films of a kind"), table.note());
    var measures = few.measures();
    String remark = measures.rows().get(0).get(measures.columns().indexOf("Remark"));
    assertTrue(remark.startsWith("only 4 positives; no spread: Sensitivity, Specificity"), remark);
    assertTrue(few.table().text().contains("3/n"), "on the command line too");
  }

  @Test
  void intervalsOfManyFilmsHaveNoRemark() {
    var random = new Random(5);
    float[][] truth = new float[60][1];
    float[][] probabilities = new float[60][1];
    String[] patients = new String[60];
    for (int i = 0; i < 60; i++) {
      truth[i][0] = i % 3 == 0 ? 1 : 0;
      probabilities[i][0] = (float) (0.3 * truth[i][0] + 0.7 * random.nextDouble());
      patients[i] = "p" + i;
    }
    var many = Evaluation.of(predictions(Labels.of("Mass"), patients, truth, probabilities));
    assertEquals(-1, many.table().columns().indexOf("Remark"));
    assertEquals("", many.table().note());
    assertEquals(-1, many.measures().columns().indexOf("Remark"));
  }

  @Test
  void theOrderOfTheFilmsLabelsMayDifferFromTheModels() {
    Films films =
        films(Labels.of("Hernia", "Mass"), new String[] {"a", "b"}, new float[][] {{0, 1}, {1, 0}});
    var evaluation =
        Evaluation.of(
            new Predictions(
                films, Labels.of("Mass"), List.of(new float[] {.9f}, new float[] {.1f})));
    assertEquals(1, evaluation.auroc("Mass"));
  }

  @Test
  void cutOffsAreChosenOnOneAndAppliedToAnother() {
    CutOffs chosen = SMALL.cutOffs(CutOffRule.youden());
    assertEquals(.8f, chosen.of("Mass"));
    assertTrue(Double.isNaN(chosen.of("Hernia")));
    Evaluation applied = SMALL.at(chosen);
    assertEquals(0.5, applied.confusion("Mass").sensitivity());
    assertEquals(1, applied.confusion("Mass").specificity());
    assertEquals("Youden", applied.cutOffs().rule());
    Confusion uncalled = applied.confusion("Hernia");
    assertEquals(0, uncalled.positives() + uncalled.negatives());
    assertTrue(Double.isNaN(uncalled.sensitivity()));
    String note = uncalled.figure().note();
    assertTrue(note.contains("No cut-off could be chosen for Hernia"), note);
  }

  @Test
  void cutOffsOfOtherLabelsAreRefused() {
    CutOffs others = CutOffs.fixed(Labels.of("Edema"), 0.5);
    var e = assertThrows(IllegalArgumentException.class, () -> SMALL.at(others));
    assertTrue(e.getMessage().contains("[Edema]"), e.getMessage());
  }

  @Test
  void theSameSeedGivesTheSameIntervals() {
    Evaluation one = Evaluation.of(random(200, 100, 3)).bootstrap(300, 5);
    Evaluation again = Evaluation.of(random(200, 100, 3)).bootstrap(300, 5);
    Evaluation other = Evaluation.of(random(200, 100, 3)).bootstrap(300, 6);
    assertEquals(one.scores(), again.scores());
    assertEquals(one.micro(), again.micro());
    assertNotEquals(one.scores(), other.scores());
  }

  @Test
  void filmsOfOnePatientAreDrawnTogether() {
    // Ten copies of each film tell nothing new: the interval must stay as wide as without them.
    Evaluation single = Evaluation.of(random(60, 60, 4)).bootstrap(500, 1);
    Evaluation copies = Evaluation.of(repeated(random(60, 60, 4), 10)).bootstrap(500, 1);
    assertEquals(single.scores("Mass").auroc(), copies.scores("Mass").auroc());
  }

  @Test
  void theIntervalCoversWhatItShould() {
    // Hanley and McNeil (1982) give AUROC .75 of 100 positives and 100 negatives, by the normal
    // approximation, a standard error of .034; the bootstrap's width should be near 4 times that.
    Interval interval = Evaluation.of(random(200, 200, 8)).scores("Mass").auroc().interval();
    assertEquals(4 * 0.034, interval.high() - interval.low(), 0.03);
  }

  @Test
  void poolingCountsFilmsWhereTheMeanCountsLabels() {
    // Pooled: positives .8 .4; negatives .6 .2 .1 .2 .4: 10 pairs, one lost, one tied.
    assertEquals(8.5 / 10, SMALL.micro().auroc().value(), 1e-15);
  }

  @Test
  void chartsNameLabelsAndFigures() {
    assertTrue(SMALL.rocChart().alt().contains("Mass 0.750"), SMALL.rocChart().alt());
    assertTrue(SMALL.prChart().alt().contains("Mass 0.833"), SMALL.prChart().alt());
  }

  @Test
  void whereThereIsNoCurveItsPlaceSaysWhy() {
    String roc = SMALL.rocChart("Hernia").alt();
    assertTrue(roc.startsWith("ROC curves: There is no curve to draw"), roc);
    assertTrue(roc.contains("Hernia (no positives)"), roc);
    String pr = SMALL.prChart("Hernia").alt();
    assertTrue(pr.startsWith("Precision-recall curves: There is no curve to draw"), pr);
  }

  @Test
  void badProbabilitiesNameTheFilm() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Evaluation.of(
                    predictions(
                        Labels.of("Mass"),
                        new String[] {"a", "b"},
                        new float[][] {{1}, {0}},
                        new float[][] {{.5f}, {-2.5f}})));
    assertTrue(e.getMessage().contains("Mass for film1.png is -2.5"), e.getMessage());
  }

  @Test
  void noFilmsIsAnError() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Evaluation.of(predictions(LABELS, new String[0], new float[0][], new float[0][])));
  }

  /** Films of which half have a mass, with probabilities that tell a little. */
  static Predictions random(int films, int patients, long seed) {
    var random = new Random(seed);
    String[] ids = new String[films];
    float[][] truth = new float[films][];
    float[][] probabilities = new float[films][];
    for (int i = 0; i < films; i++) {
      ids[i] = "p" + i % patients;
      truth[i] = new float[] {i % 2, i % 5 == 0 ? 1 : 0};
      // A distance of .954 standard deviations is an AUROC of .75.
      double logit = random.nextGaussian() + 0.954 * truth[i][0];
      probabilities[i] = new float[] {(float) (1 / (1 + Math.exp(-logit))), random.nextFloat()};
    }
    return predictions(LABELS, ids, truth, probabilities);
  }

  private static Predictions repeated(Predictions once, int times) {
    List<Film> films = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      films.addAll(once.films().list());
      probabilities.addAll(once.probabilities());
    }
    return new Predictions(new Films("copies", once.labels(), films), once.labels(), probabilities);
  }

  static Predictions predictions(
      Labels labels, String[] patients, float[][] truth, float[][] probabilities) {
    return new Predictions(films(labels, patients, truth), labels, List.of(probabilities));
  }

  private static Films films(Labels labels, String[] patients, float[][] truth) {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      List<Float> values = new ArrayList<>();
      for (float value : truth[i]) {
        values.add(value);
      }
      String image = "film" + i + ".png";
      films.add(Film.of(image, Path.of(image), patients[i], labels, values));
    }
    return new Films("test", labels, films);
  }
}

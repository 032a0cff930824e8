package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.Predictions;
import org.junit.jupiter.api.Test;

class CutOffPanelTest {
  private static final Labels LABELS = Labels.of("Mass", "Hernia", "Edema");

  /** Mass has both kinds of films; Hernia is never present, and Edema always. */
  private static CutOffPanel panel() {
    return new CutOffPanel(evaluation(), "evaluation");
  }

  private static List<Film> films() {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String image = "film" + i + ".png";
      films.add(
          Film.of(image, Path.of(image), "patient" + i, LABELS, List.of((float) (i / 4), 0f, 1f)));
    }
    return films;
  }

  private static Evaluation evaluation() {
    List<Film> films = films();
    List<float[]> probabilities = new ArrayList<>();
    for (int i = 0; i < films.size(); i++) {
      probabilities.add(new float[] {0.85637f + i / 1000f, 0.1f, 0.9f});
    }
    return Evaluation.of(new Predictions(new Films("test", LABELS, films), LABELS, probabilities));
  }

  @Test
  void whereNoLabelHasBothKindsTheChartsSayWhyAndTheCallsAreCounted() {
    Films film = new Films("test", LABELS, films().subList(0, 2));
    var panel =
        new CutOffPanel(
            Evaluation.of(
                new Predictions(
                    film, LABELS, List.of(new float[] {0.2f, 0, 1}, new float[] {0.8f, 0, 1}))),
            "evaluation");
    String text = PanelText.of(panel);
    assertTrue(text.contains("ROC curve: There is no curve to draw: of Mass"), text);
    assertTrue(text.contains("no positives among the 2 films"), text);
    assertEquals(1, panel.confusion().falsePositives());
  }

  @Test
  void labelsThatCanNotBeChosenAreNamedWithTheReason() {
    String text = PanelText.of(panel());
    assertTrue(
        text.contains("Not in the list: Hernia (no positives); Edema (no negatives)."), text);
  }

  @Test
  void theSliderTheChartsAndTheLineOfCodeSayTheSameNumber() throws InterruptedException {
    CutOffPanel panel = panel();
    for (double cutOff : new double[] {0.856, 0.8563, 0.001, 0.85637}) {
      panel.cutOff().set(cutOff);
      PanelText.await(panel, "evaluation.confusion(&quot;Mass&quot;, " + cutOff + ")");
      assertTrue(PanelText.of(panel).contains("Cut-off: " + cutOff), PanelText.of(panel));
      assertTrue(PanelText.of(panel).contains("the cut-off " + cutOff + " lies at"));
      assertTrue(PanelText.of(panel).contains("Mass at a cut-off of " + cutOff));
      assertEquals(cutOff, panel.confusion().cutOff());
    }
  }
}

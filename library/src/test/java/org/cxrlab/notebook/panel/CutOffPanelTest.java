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
    List<Film> films = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String image = "film" + i + ".png";
      films.add(
          Film.of(image, Path.of(image), "patient" + i, LABELS, List.of((float) (i / 4), 0f, 1f)));
      probabilities.add(new float[] {0.85637f + i / 1000f, 0.1f, 0.9f});
    }
    var evaluation =
        Evaluation.of(new Predictions(new Films("test", LABELS, films), LABELS, probabilities));
    return new CutOffPanel(evaluation, "evaluation");
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

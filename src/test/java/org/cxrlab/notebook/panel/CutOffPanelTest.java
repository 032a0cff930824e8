package org.cxrlab.notebook.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.Predictions;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
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

  private static String text(ControlBox box) {
    var text = new StringBuilder();
    for (Control<?> child : box.children()) {
      text.append(child instanceof ControlBox inner ? text(inner) : child + "\n");
    }
    return text.toString();
  }

  private static void await(CutOffPanel panel, String words) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!text(panel.control()).contains(words)) {
      assertTrue(System.nanoTime() < end, text(panel.control()));
      Thread.onSpinWait();
    }
  }

  @Test
  void labelsThatCanNotBeChosenAreNamedWithTheReason() {
    String text = text(panel().control());
    assertTrue(
        text.contains("Not in the list: Hernia (no positives); Edema (no negatives)."), text);
  }

  @Test
  void theSliderTheChartsAndTheLineOfCodeSayTheSameNumber() {
    CutOffPanel panel = panel();
    for (double cutOff : new double[] {0.856, 0.8563, 0.001, 0.85637}) {
      panel.cutOff().set(cutOff);
      await(panel, "evaluation.confusion(&quot;Mass&quot;, " + cutOff + ")");
      assertTrue(text(panel.control()).contains("Cut-off: " + cutOff), text(panel.control()));
      assertTrue(text(panel.control()).contains("the cut-off " + cutOff + " lies at"));
      assertTrue(text(panel.control()).contains("Mass at a cut-off of " + cutOff));
      assertEquals(cutOff, panel.confusion().cutOff());
    }
  }
}

package org.cxrlab.experiment;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for each trial. */
final class SweepConsole implements SweepListener {
  private final PrintStream out;

  SweepConsole(PrintStream out) {
    this.out = out;
  }

  @Override
  public void onStart(SweepResult soFar) {
    long before = soFar.trials().stream().filter(Trial::isOver).count();
    out.printf(
        "%s%s%n", soFar.sweep().summary(), before == 0 ? "" : " Done before: " + before + ".");
  }

  @Override
  public void onTrial(SweepResult soFar, Trial last) {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < last.values().size(); i++) {
      settings.add(soFar.sweep().space().parameters().get(i).name() + " " + last.values().get(i));
    }
    out.printf(
        Locale.ROOT,
        "[%d/%d] trial %d, %d epochs, %s: %s%n",
        soFar.trials().stream().filter(Trial::isOver).count(),
        soFar.planned(),
        last.number(),
        last.epochs(),
        String.join(", ", settings),
        last.status() == Trial.Status.DONE
            ? String.format(Locale.ROOT, "mean AUROC %.4f", last.score())
            : last.message());
  }

  @Override
  public void onEnd(SweepResult result) {
    out.println(result.summary());
  }
}

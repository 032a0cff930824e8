package org.cxrlab.sweep;

import java.io.PrintStream;
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
        Locale.ROOT,
        "%s%s%n",
        soFar.sweep().summary(),
        before == 0 ? "" : " Done before: " + before + ".");
  }

  @Override
  public void onTrial(SweepResult soFar, Trial last) {
    out.println(soFar.line(last));
  }

  @Override
  public void onEnd(SweepResult result) {
    out.println(result.summary());
  }
}

package org.cxrlab.sweep;

import org.cxrlab.figure.Text;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.TrainingProgress;

/** Shows a sweep on a bar, and by a line that stays for each trial. */
public class SweepConsole implements SweepListener {
  private final ConsoleBar bar;
  private SweepResult last;

  /** On this bar. */
  public SweepConsole(ConsoleBar bar) {
    this.bar = bar;
  }

  @Override
  public void onStart(SweepResult soFar) {
    last = soFar;
    long before = over();
    bar.say(
        soFar.sweep().summary()
            + (before == 0 ? "" : Text.format(" Done before: %,d of them.", before)));
  }

  @Override
  public void onStep(TrainingProgress progress) {
    bar.show(share(), count() + "; " + progress);
  }

  @Override
  public void onTrial(SweepResult soFar, Trial trial) {
    last = soFar;
    bar.say(soFar.line(trial));
    bar.show(share(), count());
  }

  private long over() {
    return last.trials().stream().filter(Trial::isOver).count();
  }

  private double share() {
    return (double) over() / last.planned();
  }

  private String count() {
    return Text.format("%,d of %,d trials", over(), last.planned());
  }
}

package org.cxrlab.train;

import java.io.PrintStream;
import java.util.Locale;

/** One line of progress that is written over and over, and a line that stays for each epoch. */
final class ConsoleProgress implements TrainingListener {
  private static final int BAR = 20;

  private final PrintStream out;

  ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void onStep(TrainingProgress progress) {
    int done = (int) (progress.share() * BAR);
    out.print("\r[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + progress + "   ");
    out.flush();
  }

  @Override
  public void onEpoch(TrainingProgress progress) {
    EpochRecord last = progress.history().epochs().get(progress.history().epochs().size() - 1);
    out.printf(
        Locale.ROOT,
        "%nepoch %d: training loss %.4f, validation loss %.4f, mean AUROC %.3f%n",
        last.epoch(),
        last.trainingLoss(),
        last.validationLoss(),
        last.meanAuroc());
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    out.println();
    String leftOut = LeftOutFilm.sentence(progress.history().leftOut());
    if (!leftOut.isEmpty()) {
      out.println(leftOut);
    }
  }
}

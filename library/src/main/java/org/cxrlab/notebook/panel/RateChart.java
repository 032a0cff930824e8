package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.History;
import org.cxrlab.train.StepRecord;

/** The learning rate over the steps of a training. */
final class RateChart {
  /** Points of the curve of the planned learning rate. */
  private static final int POINTS = 120;

  private static final int HEIGHT = 220;

  private RateChart() {}

  /**
   * As the plan has it, dashed, and as it was, where something was trained.
   *
   * @param films how many there are to train with
   * @param history null before a training
   * @param width of the chart in pixels
   */
  static Chart of(TrainingPlan plan, int films, History history, int width) {
    // The last batch of an epoch is left out unless it is the only one.
    int ofEpoch =
        plan.stepsPerEpoch() == TrainingPlan.ALL
            ? Math.max(1, films / plan.batchSize())
            : plan.stepsPerEpoch();
    int total = plan.epochs() * ofEpoch;
    int warmUp = plan.schedule().warmUpSteps();
    double[] steps =
        IntStream.concat(
                IntStream.rangeClosed(0, POINTS).map(i -> (int) ((total - 1L) * i / POINTS)),
                IntStream.of(Math.max(0, Math.min(total, warmUp) - 1)))
            .sorted()
            .distinct()
            .asDoubleStream()
            .toArray();
    double[] planned = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      double share = plan.schedule().share((int) steps[i], total, List.of());
      planned[i] = plan.learningRate() * share;
      steps[i]++;
    }
    boolean trained = history != null && !history.steps().isEmpty();
    double most = plan.learningRate();
    LineChart chart = Charts.lines("Learning rate", "step", "learning rate");
    if (trained) {
      List<StepRecord> done = history.steps();
      double[] used = done.stream().mapToDouble(StepRecord::learningRate).toArray();
      most =
          Math.max(most, IntStream.range(0, used.length).mapToDouble(i -> used[i]).max().orElse(0));
      chart =
          chart
              .dashed("planned", steps, planned)
              .line("used", done.stream().mapToDouble(StepRecord::step).toArray(), used);
    } else {
      chart = chart.line("planned", steps, planned);
    }
    return chart
        .xRange(0, Math.max(2, total))
        .yRange(0, 1.1 * most)
        .size(width, HEIGHT)
        .alt(
            Text.format(
                "The learning rate over %s, %s, beginning from %s.",
                Text.count(total, "step"), plan.schedule(), CodeLine.rate(plan.learningRate())))
        .build();
  }
}

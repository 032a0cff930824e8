package org.cxrlab.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;

/**
 * Whether the network goes by what a map marks (deletion and insertion, Petsiuk et al. 2018). The
 * film's cells are taken away, the map's highest first, by covering them with the mean grey; and
 * the other way round they are put back on an all-grey film. A faithful map lets the probability
 * fall fast and rise fast. Cells in random order are the control.
 *
 * @param label whose probability is followed
 * @param shares of the film that are changed, from 0 to 1
 * @param deletion probability with these shares taken away, highest first
 * @param insertion probability with these shares alone, highest first
 * @param randomDeletion as deletion, in random order
 * @param randomInsertion as insertion, in random order
 */
public record Faithfulness(
    String label,
    List<Double> shares,
    List<Double> deletion,
    List<Double> insertion,
    List<Double> randomDeletion,
    List<Double> randomInsertion)
    implements Showable {
  /** Cells across the film, and the steps of a curve. */
  private static final int CELLS = 20;

  private static final int STEPS = 20;
  private static final long SEED = 1;

  /** Follows the probability of a map's label while its film is taken away and put back. */
  public static Faithfulness of(ChestModel model, HeatMap map) {
    var predictor = new MaskedPredictor(model);
    float[] film = predictor.input(map.image());
    SaliencyMap cells = map.map().resized(CELLS, CELLS);
    List<Integer> byMap = new ArrayList<>(IntStream.range(0, CELLS * CELLS).boxed().toList());
    List<Integer> shuffled = new ArrayList<>(byMap);
    byMap.sort(Comparator.comparingDouble(cell -> -cells.values()[cell]));
    Collections.shuffle(shuffled, new Random(SEED));
    return new Faithfulness(
        map.label(),
        IntStream.rangeClosed(0, STEPS).mapToObj(s -> (double) s / STEPS).toList(),
        curve(predictor, film, byMap, true, map.label()),
        curve(predictor, film, byMap, false, map.label()),
        curve(predictor, film, shuffled, true, map.label()),
        curve(predictor, film, shuffled, false, map.label()));
  }

  private static List<Double> curve(
      MaskedPredictor predictor, float[] film, List<Integer> order, boolean delete, String label) {
    double[] logits =
        predictor.logits(
            STEPS + 1,
            step -> altered(predictor, film, order, step * order.size() / STEPS, delete),
            label);
    return Arrays.stream(logits).map(logit -> predictor.probability(label, logit)).boxed().toList();
  }

  /** The film without its first cells in this order, or with these alone. */
  static float[] altered(
      MaskedPredictor predictor, float[] film, List<Integer> order, int cells, boolean delete) {
    int size = predictor.size();
    boolean[] chosen = new boolean[CELLS * CELLS];
    order.subList(0, cells).forEach(cell -> chosen[cell] = true);
    return predictor.covered(
        film, i -> chosen[i / size * CELLS / size * CELLS + i % size * CELLS / size] == delete);
  }

  /** Area under the deletion curve; lower is more faithful. */
  public double deletionArea() {
    return area(deletion);
  }

  /** Area under the insertion curve; higher is more faithful. */
  public double insertionArea() {
    return area(insertion);
  }

  private static double area(List<Double> curve) {
    double sum = 0;
    for (int i = 1; i < curve.size(); i++) {
      sum += (curve.get(i - 1) + curve.get(i)) / 2;
    }
    return sum / (curve.size() - 1);
  }

  @Override
  public Chart figure() {
    double[] x = array(shares);
    return Charts.lines(
            "Taking away and putting back what the map marks: " + label,
            "share of the film, the map's highest first",
            "probability")
        .xRange(0, 1)
        .yRange(0, 1)
        .line(named("deletion", deletion), x, array(deletion))
        .line(named("insertion", insertion), x, array(insertion))
        .dashed(named("random deletion", randomDeletion), x, array(randomDeletion))
        .dashed(named("random insertion", randomInsertion), x, array(randomInsertion))
        .alt(
            Text.format(
                "Probability of %s: area under deletion %.3f (random %.3f), under insertion %.3f"
                    + " (random %.3f).",
                label,
                area(deletion),
                area(randomDeletion),
                area(insertion),
                area(randomInsertion)))
        .build();
  }

  private static String named(String name, List<Double> curve) {
    return Text.format("%s, area %.3f", name, area(curve));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }
}

package org.cxrlab.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.eval.Estimate;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmsListener;

/**
 * A sanity check (Adebayo et al. 2018): a network with random weights has learnt nothing, so its
 * maps should be others. If they are alike, the maps show the film's edges or the network's shape
 * and not what was learnt.
 *
 * @param label whose maps were compared
 * @param correlation Spearman's rank correlation of the two maps, mean over the films with a 95 %
 *     interval; 1 would be the same order of places, 0 none in common. Films for which a map is
 *     zero everywhere are left out
 * @param learnt the model's map of the first film
 * @param random the random network's map of the same film
 */
public record RandomWeights(String label, Estimate correlation, HeatMap learnt, HeatMap random)
    implements Showable {
  /**
   * Compares the maps of a model with those of the same network with random weights.
   *
   * @param films at least one
   * @param seed of the random weights
   */
  public static RandomWeights compare(GradCam cam, Films films, String label, long seed) {
    if (films.size() == 0) {
      throw new IllegalArgumentException("There is no film to compare maps on; give at least one.");
    }
    try (ChestModel untrained = cam.model().untrained(seed)) {
      GradCam other = cam.with(untrained);
      double[] correlations = new double[films.size()];
      FilmsListener.forEach(
          films.size(),
          i -> {
            var image = GrayImage.read(films.get(i).path());
            correlations[i] =
                spearman(cam.explain(image, label).map(), other.explain(image, label).map());
          });
      return new RandomWeights(
          label,
          Estimate.mean(correlations, films.stream().map(Film::patient).toList()),
          cam.explain(films.get(0), label),
          other.explain(films.get(0), label));
    }
  }

  /** NaN where one of the maps is the same everywhere or has a place that is no number. */
  static double spearman(SaliencyMap first, SaliencyMap second) {
    double[] a = numbers(first);
    double[] b = numbers(second);
    // Neither of which the library takes.
    return a.length < 2 || hasNaN(a) || hasNaN(b)
        ? Double.NaN
        : new SpearmansCorrelation().correlation(a, b);
  }

  private static double[] numbers(SaliencyMap map) {
    return IntStream.range(0, map.values().length).mapToDouble(i -> map.values()[i]).toArray();
  }

  private static boolean hasNaN(double... numbers) {
    return Arrays.stream(numbers).anyMatch(Double::isNaN);
  }

  /** Both maps of the first film, and how alike the maps of all films are. */
  @Override
  public Figure figure() {
    return new Panel(
        List.of(
            learnt.overlay(),
            random.overlay(),
            new Note(
                "Left the trained network, right the same network with random weights. Rank"
                    + " correlation of their maps for "
                    + label
                    + ": "
                    + correlation
                    + ".")));
  }
}

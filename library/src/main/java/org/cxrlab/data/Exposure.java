package org.cxrlab.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;

/**
 * How bright the films of a set are, and how far they lie apart: as they come, standardised by the
 * data set, and standardised each by itself.
 *
 * @param films what was measured of each film, in order
 */
public record Exposure(List<Measured> films) implements Showable {
  /**
   * The grey values of one film.
   *
   * @param mean of the film as it comes, 0 to 1
   * @param sd standard deviation of the film as it comes
   * @param ownMean mean after the film was standardised by itself
   * @param ownSd standard deviation after the film was standardised by itself
   */
  public record Measured(double mean, double sd, double ownMean, double ownSd) {}

  /** Copies the list. */
  public Exposure {
    films = List.copyOf(films);
    if (films.isEmpty()) {
      throw new IllegalArgumentException("Exposure needs at least one film; there is none.");
    }
  }

  static Exposure of(Films films) {
    return new Exposure(films.list().parallelStream().map(Exposure::measure).toList());
  }

  private static Measured measure(Film film) {
    GrayImage image = GrayImage.read(film.path());
    GrayImage own = image.standardised();
    return new Measured(image.mean(), image.sd(), own.mean(), own.sd());
  }

  /** The mean of all pixels of all films, each film counting the same. */
  public double mean() {
    return mean(each(Measured::mean));
  }

  /**
   * The standard deviation of all pixels of all films, each film counting the same. By the law of
   * total variance its square is the mean of the films' variances plus the variance of their means.
   */
  public double sd() {
    double within = mean(each(f -> f.sd() * f.sd()));
    double between = spread(each(Measured::mean));
    return Math.sqrt(within + between * between);
  }

  /** The mean of each film after either way of standardising. */
  public Chart chart() {
    double[] film = IntStream.rangeClosed(1, films.size()).asDoubleStream().toArray();
    return Charts.lines("What is left of the exposure", "film", "mean of the standardised film")
        .points("standardised by the data set", film, byDataSet())
        .points("standardised by the film itself", film, each(Measured::ownMean))
        .alt(
            "Points: the means of films standardised by the data set scatter, those of films"
                + " standardised by themselves lie at 0.")
        .build();
  }

  @Override
  public Figure figure() {
    double scale = sd();
    return TableFigure.columns(
            "Exposure", "Darkest mean", "Brightest mean", "Spread of means", "Mean contrast")
        .caption("Exposure of " + Text.count(films.size(), "film"))
        .row(row("as they come", each(Measured::mean), each(Measured::sd)))
        .row(row("standardised by the data set", byDataSet(), each(f -> f.sd() / scale)))
        .row(row("standardised by the film", each(Measured::ownMean), each(Measured::ownSd)))
        .build();
  }

  private static Object[] row(String name, double[] means, double[] contrasts) {
    return new Object[] {
      name, tidy(min(means)), tidy(max(means)), tidy(spread(means)), mean(contrasts)
    };
  }

  /** Rounding of the pixels leaves 1e-9 and the like, of either sign; a table says 0. */
  private static double tidy(double value) {
    return Math.abs(value) < 1e-6 ? 0 : value;
  }

  private double[] byDataSet() {
    double center = mean();
    double scale = sd();
    return each(f -> (f.mean() - center) / scale);
  }

  private double[] each(ToDoubleFunction<Measured> value) {
    return films.stream().mapToDouble(value).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Standard deviation over the films. */
  private static double spread(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}

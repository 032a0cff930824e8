package org.cxrlab.plan;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.cxrlab.data.Films;
import org.cxrlab.data.LabelCounts;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Recalibration;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * A weight for the positive and one for the negative films of each label, so that both have the
 * same say in the loss: each class gets the other's share. Films whose label is not known are not
 * counted.
 *
 * @param labels the labels
 * @param positives how many films have each label
 * @param negatives how many films are known not to have it
 */
public record ClassWeights(Labels labels, List<Integer> positives, List<Integer> negatives)
    implements Showable {
  /** Checks that each label is known for some film; copies the lists. */
  public ClassWeights {
    positives = List.copyOf(positives);
    negatives = List.copyOf(negatives);
    if (positives.size() != labels.size() || negatives.size() != labels.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "There are %d labels, but %d counts of positives and %d of negatives; give one for each.",
              labels.size(), positives.size(), negatives.size()));
    }
    for (int i = 0; i < labels.size(); i++) {
      if (positives.get(i) < 0 || negatives.get(i) < 0) {
        throw new IllegalArgumentException(
            "A count of the label \"" + labels.get(i) + "\" is below 0.");
      }
      if (positives.get(i) + negatives.get(i) == 0) {
        throw new IllegalArgumentException(
            "The label \""
                + labels.get(i)
                + "\" is not known for any film, so it has no weights; leave it out with"
                + " films.onlyLabels(...).");
      }
    }
  }

  /** The weights that these films ask for. Take the training part alone. */
  public static ClassWeights of(Films films) {
    LabelCounts counts = films.positives();
    List<String> names = films.labels().names();
    return new ClassWeights(
        films.labels(),
        names.stream().map(counts::positives).toList(),
        names.stream().map(counts::negatives).toList());
  }

  /**
   * The weights for labels given as numbers.
   *
   * @param truth film by film, label by label: 1, 0, or NaN for unknown
   */
  public static ClassWeights of(Labels labels, float[][] truth) {
    return new ClassWeights(labels, count(labels, truth, 1), count(labels, truth, 0));
  }

  private static List<Integer> count(Labels labels, float[][] truth, float value) {
    return IntStream.range(0, labels.size())
        .mapToObj(i -> (int) java.util.Arrays.stream(truth).filter(row -> row[i] == value).count())
        .toList();
  }

  /** The weight of a positive film: negatives / (positives + negatives). */
  public double positive(int label) {
    return (double) negatives.get(label) / known(label);
  }

  /** The weight of a negative film: positives / (positives + negatives). */
  public double negative(int label) {
    return (double) positives.get(label) / known(label);
  }

  private int known(int label) {
    return positives.get(label) + negatives.get(label);
  }

  /**
   * Takes these weights back out of the probabilities of a model that was trained with them: the
   * logit of each label is shifted by -log(Wp/Wn). A label without positives or without negatives
   * has no finite shift and is left as it is: its one kind weighs nothing, so nothing was learnt.
   */
  public Recalibration undo() {
    return Recalibration.undoWeights(
        labels, weightsOrOne(this::positive), weightsOrOne(this::negative));
  }

  private double[] weightsOrOne(IntToDoubleFunction weight) {
    return IntStream.range(0, labels.size())
        .mapToDouble(
            i -> positives.get(i) == 0 || negatives.get(i) == 0 ? 1 : weight.applyAsDouble(i))
        .toArray();
  }

  /**
   * How much the films of each class count in the loss of a label when all are answered alike:
   * their share of the films, before weighting and after.
   */
  public TableFigure contributions() {
    var table =
        TableFigure.columns("Label", "Positives", "Negatives", "Positives × Wp", "Negatives × Wn")
            .caption("What positives and negatives contribute to the loss");
    for (int i = 0; i < labels.size(); i++) {
      table.row(labels.get(i), shareOfPositives(i), shareOfNegatives(i), equal(i), equal(i));
    }
    return table.build();
  }

  private double shareOfPositives(int label) {
    return (double) positives.get(label) / known(label);
  }

  private double shareOfNegatives(int label) {
    return (double) negatives.get(label) / known(label);
  }

  /** share of positives * negatives / known, and the same the other way round */
  private double equal(int label) {
    return shareOfPositives(label) * positive(label);
  }

  /** The contributions before weighting as bars, and after it. */
  public Panel chart() {
    return Panel.of(
        bars(
            "Before weighting",
            this::shareOfPositives,
            this::shareOfNegatives,
            "Negatives contribute far more to the loss than positives for every rare label."),
        bars(
            "Weighted",
            this::equal,
            this::equal,
            "Positives and negatives of each label contribute the same."));
  }

  private Chart bars(
      String title, IntToDoubleFunction positive, IntToDoubleFunction negative, String alt) {
    if (labels.size() == 0) {
      return Charts.nothing(title, Labels.MISSING);
    }
    IntStream all = IntStream.range(0, labels.size());
    return Charts.bars(title, "contribution to the loss", labels.names())
        .series("positives", all.mapToDouble(positive).toArray())
        .series("negatives", IntStream.range(0, labels.size()).mapToDouble(negative).toArray())
        .horizontal()
        .alt(title + ". " + alt)
        .build();
  }

  /** Counts and weights of each label. */
  @Override
  public TableFigure figure() {
    var table =
        TableFigure.columns(
            "Label", "Positive", "Negative", "Weight of a positive", "Weight of a negative");
    for (int i = 0; i < labels.size(); i++) {
      table.row(labels.get(i), positives.get(i), negatives.get(i), positive(i), negative(i));
    }
    return table.build();
  }
}

package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/**
 * Several readers' votes on one finding: how far they agree, and the gold standard that comes of
 * them. A model's calls can sit among them as one more reader.
 */
public final class Readers implements Showable {
  private static final int RESAMPLES = 1000;
  private static final long SEED = 1;

  private final String finding;
  private final List<String> names;
  private final List<float[]> votes;

  private Readers(String finding, List<String> names, List<float[]> votes) {
    this.finding = finding;
    this.names = List.copyOf(names);
    this.votes = List.copyOf(votes);
  }

  /** No reader yet; add each with {@link #with}. */
  public static Readers of(String finding) {
    return new Readers(finding, List.of(), List.of());
  }

  /**
   * The readers of a table that has a row for each reader and picture. Pictures are in the order in
   * which they first occur; a reader who has no row of one, or calls it uncertain, has no vote on
   * it.
   *
   * @param csv with a column that names the picture, one that names the reader, such as reader or
   *     rad_id, and one for the finding, of 0 and 1
   * @throws IllegalArgumentException if one of the columns is missing, or a reader has two rows of
   *     a picture that contradict each other
   */
  public static Readers of(Path csv, String finding) {
    return ReaderTable.read(csv, finding);
  }

  /**
   * These readers and one more.
   *
   * @param name of the reader
   * @param calls one vote per film, the same films for all: 1, 0, or NaN where there is none
   */
  public Readers with(String name, float[] calls) {
    if (names.contains(name)) {
      throw new IllegalArgumentException(
          "There is a reader " + name + " already; name each apart.");
    }
    if (!votes.isEmpty() && votes.get(0).length != calls.length) {
      throw new IllegalArgumentException(
          name
              + " has votes on "
              + calls.length
              + " films and "
              + names.get(0)
              + " on "
              + votes.get(0).length
              + "; give a vote for each film, NaN where there is none.");
    }
    for (int i = 0; i < calls.length; i++) {
      if (calls[i] != 0 && calls[i] != 1 && !Float.isNaN(calls[i])) {
        throw new IllegalArgumentException(
            "Vote " + i + " of " + name + " is " + calls[i] + "; a vote is 1, 0, or NaN for none.");
      }
    }
    List<String> moreNames = new ArrayList<>(names);
    List<float[]> moreVotes = new ArrayList<>(votes);
    moreNames.add(name);
    moreVotes.add(calls.clone());
    return new Readers(finding, moreNames, moreVotes);
  }

  /** The readers' names, in order. */
  public List<String> names() {
    return names;
  }

  /**
   * The gold standard that the votes give.
   *
   * @return one value per film: 1, 0, or NaN where the rule leaves it open or nobody voted
   */
  public float[] consensus(Consensus rule) {
    return consensus(rule, votes);
  }

  private static float[] consensus(Consensus rule, List<float[]> votes) {
    int films = votes.isEmpty() ? 0 : votes.get(0).length;
    float[] agreed = new float[films];
    for (int i = 0; i < films; i++) {
      int yes = 0;
      int no = 0;
      for (float[] reader : votes) {
        yes += reader[i] == 1 ? 1 : 0;
        no += reader[i] == 0 ? 1 : 0;
      }
      agreed[i] = rule.of(yes, no);
    }
    return agreed;
  }

  /** Cohen's kappa of two readers, its interval from a bootstrap of films. */
  public Estimate cohen(String first, String second) {
    return estimate(
        List.of(votesOf(first), votesOf(second)), two -> Kappa.cohen(two.get(0), two.get(1)));
  }

  /** Fleiss' kappa of all readers, its interval from a bootstrap of films. */
  public Estimate fleiss() {
    return estimate(votes, Kappa::fleiss);
  }

  /**
   * Each reader against the consensus of the others, so that nobody is measured against his own
   * vote.
   */
  public TableFigure againstOthers(Consensus rule) {
    return against(
        "the others' " + rule.title() + " vote",
        reader -> {
          List<float[]> others = new ArrayList<>(votes);
          others.remove(reader);
          return consensus(rule, others);
        });
  }

  /**
   * Each reader against a gold standard.
   *
   * @param name what the standard is, for the heading
   * @param standard one value per film: 1, 0, or NaN for unknown
   */
  public TableFigure against(String name, float[] standard) {
    return against(name, reader -> standard);
  }

  private TableFigure against(String name, Function<float[], float[]> standard) {
    var table =
        TableFigure.columns("Reader", "Films", "Sensitivity", "Specificity", "Cohen's kappa")
            .caption(finding + ": each reader against " + name + ", with 95 % intervals");
    for (int r = 0; r < votes.size(); r++) {
      float[] calls = votes.get(r);
      float[] truth = standard.apply(calls);
      float[] known = bothKnown(calls, truth);
      double[] scores = new double[calls.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = calls[i];
      }
      Confusion at = Confusion.of(finding, scores, known, 0.5);
      table.row(
          names.get(r),
          at.positives() + at.negatives(),
          new Estimate(at.sensitivity(), Interval.wilson(at.truePositives(), at.positives())),
          new Estimate(at.specificity(), Interval.wilson(at.trueNegatives(), at.negatives())),
          estimate(List.of(calls, truth), two -> Kappa.cohen(two.get(0), two.get(1))));
    }
    return table.build();
  }

  private static float[] bothKnown(float[] calls, float[] truth) {
    float[] known = truth.clone();
    for (int i = 0; i < known.length; i++) {
      known[i] = Float.isNaN(calls[i]) ? Float.NaN : known[i];
    }
    return known;
  }

  /** Cohen's kappa of every pair of readers. */
  public Chart pairs() {
    double[][] kappas = new double[names.size()][names.size()];
    for (int a = 0; a < kappas.length; a++) {
      for (int b = 0; b < kappas.length; b++) {
        kappas[a][b] = a == b ? 1 : Kappa.cohen(votes.get(a), votes.get(b));
      }
    }
    return Charts.matrix(finding + ": Cohen's kappa of each pair", names, names, kappas);
  }

  /** Fleiss' kappa, and Cohen's of each pair, with 95 % intervals. */
  @Override
  public TableFigure figure() {
    var table =
        TableFigure.columns("Readers", "Kappa (95 % interval)")
            .caption(
                finding
                    + ": agreement beyond chance; intervals from "
                    + Numbers.show(RESAMPLES)
                    + " resamples of films");
    if (names.size() < Kappa.FEWEST) {
      return table.note("Agreement needs at least two readers.").build();
    }
    table.row("all (Fleiss)", fleiss());
    for (int a = 0; a < names.size(); a++) {
      for (int b = a + 1; b < names.size(); b++) {
        table.row(
            names.get(a) + " and " + names.get(b) + " (Cohen)", cohen(names.get(a), names.get(b)));
      }
    }
    return table.build();
  }

  private float[] votesOf(String name) {
    int r = names.indexOf(name);
    if (r < 0) {
      throw new IllegalArgumentException(
          "There is no reader " + name + ". The readers are: " + String.join(", ", names) + ".");
    }
    return votes.get(r);
  }

  private static Estimate estimate(List<float[]> votes, Function<List<float[]>, Double> kappa) {
    int films = votes.isEmpty() ? 0 : votes.get(0).length;
    double[] values = new double[RESAMPLES];
    var random = new SplittableRandom(SEED);
    for (int r = 0; r < RESAMPLES && films > 0; r++) {
      int[] drawn = IntStream.range(0, films).map(i -> random.nextInt(films)).toArray();
      values[r] = kappa.apply(votes.stream().map(v -> at(v, drawn)).toList());
    }
    return new Estimate(kappa.apply(votes), Interval.percentiles(values));
  }

  private static float[] at(float[] votes, int[] films) {
    float[] drawn = new float[films.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = votes[films[i]];
    }
    return drawn;
  }
}

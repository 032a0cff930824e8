package org.cxrlab.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * How much of the differences between the scores of trials each setting explains by itself: its
 * main effect in an analysis of variance, as in functional ANOVA (Hutter, Hoos and Leyton-Brown,
 * 2014). The trials are put in groups by the setting's value, or by four bins of equally many
 * trials where there are more values. The share is epsilon squared (Kelley, 1935): the variance
 * between the groups less what chance puts there, over all variance; at least 0. What the shares
 * leave of 1 is what settings do together, and chance.
 *
 * @param shares the largest first
 * @param trials how many trials they come from
 */
public record Importance(List<Share> shares, int trials) implements Showable {
  private static final int BINS = 4;

  /** The share of one setting, from 0 to 1; NaN where it can't be told. */
  public record Share(String setting, double share) {}

  /** Copies the list. */
  public Importance {
    shares = List.copyOf(shares);
  }

  static Importance of(SearchSpace space, List<Trial> trials) {
    List<Trial> scored = trials.stream().filter(t -> !Double.isNaN(t.score())).toList();
    double[] scores = scored.stream().mapToDouble(Trial::score).toArray();
    List<Share> shares = new ArrayList<>();
    for (int p = 0; p < space.parameters().size(); p++) {
      int at = p;
      List<String> values = scored.stream().map(t -> t.values().get(at)).toList();
      Parameter parameter = space.parameters().get(p);
      shares.add(new Share(parameter.name(), share(groups(values, parameter), scores)));
    }
    shares.sort(
        Comparator.comparingDouble((Share s) -> Double.isNaN(s.share()) ? -1 : s.share())
            .reversed());
    return new Importance(shares, scores.length);
  }

  /** The group of each trial. */
  private static int[] groups(List<String> values, Parameter parameter) {
    Map<String, Integer> different = new LinkedHashMap<>();
    int[] groups =
        values.stream()
            .mapToInt(v -> different.computeIfAbsent(v, k -> different.size()))
            .toArray();
    if (different.size() <= BINS || !parameter.setting().isNumber()) {
      return groups;
    }
    double[] numbers = values.stream().mapToDouble(Double::parseDouble).toArray();
    double[] sorted = Arrays.stream(numbers).sorted().toArray();
    return Arrays.stream(numbers)
        .mapToInt(
            v -> {
              // Equal values come together: the place of the first of them.
              int place = Arrays.binarySearch(sorted, v);
              while (place > 0 && sorted[place - 1] == v) {
                place--;
              }
              return place * BINS / sorted.length;
            })
        .toArray();
  }

  /** Epsilon squared of scores in groups. */
  static double share(int[] groups, double[] scores) {
    int n = scores.length;
    int most = Arrays.stream(groups).max().orElse(-1) + 1;
    double[] sums = new double[most];
    int[] counts = new int[most];
    for (int i = 0; i < n; i++) {
      sums[groups[i]] += scores[i];
      counts[groups[i]]++;
    }
    double mean = Arrays.stream(scores).average().orElse(Double.NaN);
    double between = 0;
    int filled = 0;
    for (int g = 0; g < most; g++) {
      if (counts[g] > 0) {
        between += counts[g] * Math.pow(sums[g] / counts[g] - mean, 2);
        filled++;
      }
    }
    double total = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum();
    if (n <= filled || !(total > 0)) {
      return Double.NaN;
    }
    double byChance = (filled - 1) * (total - between) / (n - filled);
    return Math.max(0, (between - byChance) / total);
  }

  /** The shares as bars. */
  public Chart chart() {
    return Charts.bars(
            "What each setting explains by itself",
            "share of the variance of scores",
            shares.stream().map(Share::setting).toList())
        .series("share", shares.stream().mapToDouble(Share::share).toArray())
        .horizontal()
        .alt("A bar for each setting: how much of the differences between trials it explains.")
        .build();
  }

  @Override
  public Figure figure() {
    return Panel.of(
        new Note(
            Text.format(
                "From %s. Few trials can show a large effect, but not that there is none.",
                Text.count(trials, "trial"))),
        chart());
  }
}

package org.cxrlab.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Iterative stratification of Sechidis, Tsoumakas and Vlahavas, On the Stratification of
 * Multi-Label Data (ECML PKDD 2011), on groups of films instead of single ones: the rarest label is
 * dealt out first, each group to the part that still wants most of that label.
 *
 * <p>One rule is added, because a rare label would otherwise go to the largest part alone: once a
 * label has no more groups left than there are parts without it, each of these parts gets one.
 */
final class IterativeStratification {
  private final Groups groups;
  private final Random random;
  private final int parts;

  /** Films of each label that a part still wants; below 0 where it has too many. */
  private final double[][] wantedOfLabel;

  /** Films that a part still wants. */
  private final double[] wanted;

  /** Whether a part has any group with this label. */
  private final boolean[][] has;

  /** Whether a part has any group. */
  private final boolean[] hasAny;

  /** How many groups have no part yet. */
  private int undealt;

  private final int[] partOfGroup;

  private IterativeStratification(Groups groups, double[] shares, Random random) {
    this.groups = groups;
    this.random = random;
    parts = shares.length;
    int labels = groups.films().labels().size();
    wantedOfLabel = new double[parts][labels];
    wanted = new double[parts];
    has = new boolean[parts][labels];
    hasAny = new boolean[parts];
    undealt = groups.count();
    partOfGroup = new int[groups.count()];
    Arrays.fill(partOfGroup, -1);
    for (int part = 0; part < parts; part++) {
      wanted[part] = shares[part] * groups.films().size();
      for (int[] positives : groups.positives()) {
        for (int label = 0; label < labels; label++) {
          wantedOfLabel[part][label] += shares[part] * positives[label];
        }
      }
    }
  }

  /** The part of each group. */
  static int[] divide(Groups groups, double[] shares, Random random) {
    var division = new IterativeStratification(groups, shares, random);
    division.dealLabels();
    division.dealRest();
    return division.partOfGroup;
  }

  private void dealLabels() {
    List<Integer> open = Shuffled.order(groups.count(), random);
    for (int label = rarest(open); label >= 0; label = rarest(open)) {
      List<Integer> withLabel = with(label, open);
      for (int i = 0; i < withLabel.size(); i++) {
        deal(withLabel.get(i), label, withLabel.size() - i);
      }
      open.removeIf(group -> partOfGroup[group] >= 0);
    }
  }

  private void dealRest() {
    List<Integer> open =
        Shuffled.order(groups.count(), random).stream().filter(g -> partOfGroup[g] < 0).toList();
    for (int group : open) {
      give(group, largest(wanted, lacking(hasAny, undealt)));
    }
  }

  /** The label with the fewest groups still to deal, or -1 if no group has any. */
  private int rarest(List<Integer> open) {
    int rarest = -1;
    int fewest = Integer.MAX_VALUE;
    for (int label = 0; label < groups.films().labels().size(); label++) {
      int count = with(label, open).size();
      if (count > 0 && count < fewest) {
        fewest = count;
        rarest = label;
      }
    }
    return rarest;
  }

  private List<Integer> with(int label, List<Integer> open) {
    return open.stream().filter(group -> groups.positives()[group][label] > 0).toList();
  }

  private void deal(int group, int label, int left) {
    boolean[] hasLabel = new boolean[parts];
    double[] wish = new double[parts];
    for (int part = 0; part < parts; part++) {
      hasLabel[part] = has[part][label];
      wish[part] = wantedOfLabel[part][label];
    }
    // No part may stay without films for the sake of a label.
    boolean[] candidates =
        isLastChance(hasAny, undealt) ? lacking(hasAny, undealt) : lacking(hasLabel, left);
    boolean[] most = new boolean[parts];
    double largest = max(wish, candidates);
    for (int part = 0; part < parts; part++) {
      most[part] = candidates[part] && wish[part] == largest;
    }
    give(group, largest(wanted, most));
  }

  /** Whether what is left is just enough to give each part one that has none. */
  private boolean isLastChance(boolean[] has, int left) {
    int without = 0;
    for (boolean any : has) {
      without += any ? 0 : 1;
    }
    return without > 0 && left <= without;
  }

  /** The parts without it, if this is their last chance; otherwise all parts. */
  private boolean[] lacking(boolean[] has, int left) {
    boolean lastChance = isLastChance(has, left);
    boolean[] lacking = new boolean[parts];
    for (int part = 0; part < parts; part++) {
      lacking[part] = !lastChance || !has[part];
    }
    return lacking;
  }

  /** The candidate with the largest wish, drawn at random where several have it. */
  private int largest(double[] wish, boolean[] candidates) {
    double largest = max(wish, candidates);
    var equal = new ArrayList<Integer>();
    for (int part = 0; part < parts; part++) {
      if (candidates[part] && wish[part] == largest) {
        equal.add(part);
      }
    }
    return equal.get(equal.size() == 1 ? 0 : random.nextInt(equal.size()));
  }

  private static double max(double[] values, boolean[] candidates) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      max = candidates[i] ? Math.max(max, values[i]) : max;
    }
    return max;
  }

  private void give(int group, int part) {
    partOfGroup[group] = part;
    undealt--;
    hasAny[part] = true;
    wanted[part] -= groups.sizes()[group];
    for (int label = 0; label < has[part].length; label++) {
      int positives = groups.positives()[group][label];
      wantedOfLabel[part][label] -= positives;
      has[part][label] |= positives > 0;
    }
  }
}

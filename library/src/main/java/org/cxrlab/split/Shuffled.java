package org.cxrlab.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Groups in random order, cut where the films reach the share of each part. */
final class Shuffled {
  private Shuffled() {}

  /** The numbers from 0 up to {@code count} in random order. */
  static List<Integer> order(int count, Random random) {
    var order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    return order;
  }

  /** The part of each group; every part gets at least one. */
  static int[] divide(Groups groups, double[] shares, Random random) {
    List<Integer> order = order(groups.count(), random);
    int[] parts = new int[groups.count()];
    double end = shares[0] * groups.films().size();
    double films = 0;
    int part = 0;
    boolean empty = true;
    for (int i = 0; i < order.size(); i++) {
      int group = order.get(i);
      // A group belongs to the part in which its middle lies.
      boolean reached = films + groups.sizes()[group] / 2.0 > end && !empty;
      boolean lastChance = order.size() - i < shares.length - part;
      if (part < shares.length - 1 && (reached || lastChance)) {
        part++;
        end += shares[part] * groups.films().size();
      }
      parts[group] = part;
      empty = false;
      films += groups.sizes()[group];
    }
    return parts;
  }
}

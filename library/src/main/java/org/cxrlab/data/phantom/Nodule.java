package org.cxrlab.data.phantom;

import java.util.ArrayList;
import java.util.List;

/** One to four round spots, each less than 3 cm across. */
record Nodule(List<Round> rounds) implements Finding {
  static Nodule of(Dice dice, double severity) {
    int count = dice.chance(0.62) ? 1 : 2 + dice.below(3);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rounds.add(
          new Round(
              dice.side(),
              dice.between(0.12, 0.9),
              dice.between(0.15, 0.92),
              (0.55 + 0.6 * severity) * dice.between(0.85, 1.2),
              dice.between(1.1, 1.7),
              dice.between(0, 0.12),
              dice.between(0, 512)));
    }
    return new Nodule(List.copyOf(rounds));
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    rounds.forEach(round -> round.paint(layers, chest));
  }

  @Override
  public Region region(Chest chest) {
    return rounds.stream().map(r -> r.region(chest)).reduce(Region::join).orElseThrow();
  }
}

package org.cxrlab.data.phantom;

/** A round shadow more than 3 cm across. */
record Mass(Round round) implements Finding {
  static Mass of(Dice dice, double severity) {
    return new Mass(
        new Round(
            dice.side(),
            dice.between(0.12, 0.75),
            dice.between(0.15, 0.85),
            1.6 + 1.7 * severity,
            dice.between(0.9, 1.3),
            dice.between(0.05, 0.2),
            dice.between(0, 512)));
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    round.paint(layers, chest);
  }

  @Override
  public Region region(Chest chest) {
    return round.region(chest);
  }
}

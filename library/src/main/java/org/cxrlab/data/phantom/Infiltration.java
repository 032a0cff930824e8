package org.cxrlab.data.phantom;

import java.util.ArrayList;
import java.util.List;

/** Patchy haze with unclear borders, through which vessels still show. */
record Infiltration(List<Patch> patches, double severity) implements Finding {
  static Infiltration of(Dice dice, double severity) {
    List<Patch> patches = new ArrayList<>();
    Patch first = Patch.of(dice, dice.between(3.0, 4.6));
    patches.add(first);
    int more = dice.below(3);
    for (int i = 0; i < more; i++) {
      Patch next = Patch.of(dice, dice.between(2.0, 3.4));
      patches.add(
          new Patch(
              first.side(),
              next.u(),
              Math.min(0.95, Math.max(0.12, first.v() + dice.between(-0.25, 0.25))),
              next.reachX(),
              next.reachY(),
              next.seedX(),
              next.seedY()));
    }
    return new Infiltration(List.copyOf(patches), severity);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    for (Patch patch : patches) {
      patch.paint(
          layers,
          chest,
          1.0,
          1.1,
          (i, x, y, s) -> {
            double mottle = Texture.CLOUD.at(patch.seedY() + 20 * x, patch.seedX() + 20 * y);
            layers.fill(i, s * (0.2 + 0.22 * severity) * (1 + 0.25 * mottle));
          });
    }
  }

  @Override
  public Region region(Chest chest) {
    return patches.stream().map(p -> p.region(chest)).reduce(Region::join).orElseThrow();
  }
}

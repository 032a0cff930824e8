package org.cxrlab.data.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Lung without air: thin plates that lie across its lower part, or a whole base that has shrunk and
 * pulls the diaphragm up.
 *
 * @param side -1 or 1
 * @param base whether the lung's base has collapsed, else plates
 * @param plates each as u, v, length in cm, slope, half thickness in cm
 * @param raised cm by which the dome stands higher
 * @param severity from 0 to 1
 */
record Atelectasis(int side, boolean base, List<double[]> plates, double raised, double severity)
    implements Finding {
  static Atelectasis of(Dice dice, double severity) {
    int side = dice.side();
    boolean base = dice.chance(0.35);
    List<double[]> plates = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      plates.add(
          new double[] {
            dice.between(0.2, 0.45),
            dice.between(0.68, 0.93),
            dice.between(3.0, 6.0),
            dice.normal(-0.05, 0.16),
            dice.between(0.13, 0.26) * (0.7 + 0.6 * severity)
          });
    }
    double raised = (base ? 1.3 : 0.6) + dice.between(0.4, 1.6) * severity;
    return new Atelectasis(side, base, plates, raised, severity);
  }

  @Override
  public Change change() {
    return Change.domes(side, raised);
  }

  @Override
  public void paint(Layers layers, Chest chest) {
    if (base) {
      collapse(layers, chest);
      return;
    }
    Brush brush = new Brush(layers.projection);
    for (double[] plate : plates) {
      double[] at = chest.place(side, plate[0], plate[1]);
      int n = 9;
      double[] x = new double[n];
      double[] y = new double[n];
      double[] r = new double[n];
      for (int i = 0; i < n; i++) {
        double t = (double) i / (n - 1);
        x[i] = at[0] + side * plate[2] * (t - 0.25);
        y[i] = at[1] + plate[3] * plate[2] * t - 0.25 * t * (1 - t);
        r[i] = plate[4] * (0.45 + 2.2 * t * (1 - t));
      }
      brush.stroke(layers.vessels, new Brush.Path(x, y, r), Brush.Profile.SOLID, 4.5);
    }
  }

  /** The collapsed base is a wedge beside the heart, with its tip toward the hilum. */
  private void collapse(Layers layers, Chest chest) {
    double top = chest.hilumY(side) + 4;
    double bottom = chest.dome(side) + 2;
    double reach = 4.0 + 2.5 * severity;
    layers.paint(
        wedge(chest),
        (i, x, y) -> {
          double down = (y - top) / (bottom - top);
          double wide = chest.border(side, y) + reach * down * Math.sqrt(Math.max(0, down));
          double t = Math.min(1, Math.max(0, (wide - Math.abs(x)) / 0.9));
          layers.fill(i, t * (0.45 + 0.3 * severity) * Math.min(1, Math.max(0, down * 3)));
        });
  }

  private Region wedge(Chest chest) {
    double top = chest.hilumY(side) + 4;
    double bottom = chest.dome(side) + 2;
    double wide = chest.border(side, chest.dome(side)) + 4.0 + 2.5 * severity;
    return side < 0 ? new Region(-wide, top, -1.5, bottom) : new Region(1.5, top, wide, bottom);
  }

  @Override
  public Region region(Chest chest) {
    if (base) {
      return wedge(chest);
    }
    return plates.stream()
        .map(
            plate -> {
              double[] at = chest.place(side, plate[0], plate[1]);
              double end = at[0] + side * plate[2] * 0.75;
              double start = at[0] - side * plate[2] * 0.25;
              double fall = plate[3] * plate[2];
              return new Region(
                  Math.min(start, end) - 0.2,
                  at[1] + Math.min(0, fall) - 0.6,
                  Math.max(start, end) + 0.2,
                  at[1] + Math.max(0, fall) + 0.6);
            })
        .reduce(Region::join)
        .orElseThrow();
  }
}

package org.cxrlab.data.phantom;

/** Lungs that hold too much air: low flat diaphragm, dark lungs, few vessels, a narrow heart. */
record Emphysema(double severity) implements Finding {
  @Override
  public Change change() {
    return new Change(
        -0.075 * severity,
        0,
        -1.9 * severity,
        -1.6 * severity,
        severity,
        0.75 * severity,
        1 - 0.3 * severity);
  }

  @Override
  public Region region(Chest chest) {
    Region right = chest.lung(-1);
    Region left = chest.lung(1);
    return new Region(
        right.left(), right.top(), left.right(), Math.max(right.bottom(), left.bottom()));
  }
}

package org.cxrlab.data.phantom;

/**
 * An enlarged heart: wider than half of the chest.
 *
 * @param ratio the heart's share of the chest's inner width, above 0.5
 */
record Cardiomegaly(double ratio) implements Finding {
  @Override
  public Change change() {
    return Change.largeHeart(ratio).and(Change.vessels(1.05));
  }

  @Override
  public Region region(Chest chest) {
    return chest.heart();
  }
}

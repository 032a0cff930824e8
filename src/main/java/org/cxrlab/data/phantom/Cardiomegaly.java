package org.cxrlab.data.phantom;

/**
 * An enlarged heart: wider than half of the chest.
 *
 * @param added to the heart's share of the chest's inner width
 */
record Cardiomegaly(double added) implements Finding {
  @Override
  public Change change() {
    return Change.heart(added).and(Change.vessels(1.05));
  }

  @Override
  public Region region(Chest chest) {
    return chest.heart();
  }
}

package org.cxrlab.data.phantom;

import java.util.List;

/**
 * How a finding, or the way a film is taken, changes the shape of the chest.
 *
 * @param heart added to the heart's share of the chest's width
 * @param largeHeart the share that the heart takes at least, or 0
 * @param right cm by which the right dome stands higher
 * @param left cm by which the left dome stands higher
 * @param flat from 0, domes as usual, to 1, flat
 * @param air from 0, lungs as usual, to 1, only half of their tissue
 * @param vessels factor on the calibre of the vessels
 */
record Change(
    double heart,
    double largeHeart,
    double right,
    double left,
    double flat,
    double air,
    double vessels) {
  static final Change NONE = new Change(0, 0, 0, 0, 0, 0, 1);

  static Change heart(double added) {
    return new Change(added, 0, 0, 0, 0, 0, 1);
  }

  static Change largeHeart(double ratio) {
    return new Change(0, ratio, 0, 0, 0, 0, 1);
  }

  /** One dome or, for side 0, both. */
  static Change domes(int side, double raised) {
    return new Change(0, 0, side <= 0 ? raised : 0, side >= 0 ? raised : 0, 0, 0, 1);
  }

  static Change vessels(double factor) {
    return new Change(0, 0, 0, 0, 0, 0, factor);
  }

  Change and(Change other) {
    return new Change(
        heart + other.heart,
        Math.max(largeHeart, other.largeHeart),
        right + other.right,
        left + other.left,
        Math.min(1, flat + other.flat),
        Math.min(1, air + other.air),
        vessels * other.vessels);
  }

  static Change of(List<Change> changes) {
    return changes.stream().reduce(NONE, Change::and);
  }
}

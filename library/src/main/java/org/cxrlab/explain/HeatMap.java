package org.cxrlab.explain;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;

/**
 * Which parts of a film speak for a label, as far as the network goes by them. It tells where the
 * network looks, not whether it is right to. Plain values: nothing here needs closing.
 */
public final class HeatMap implements Showable {
  private static final double OPACITY = 0.6;
  private static final int WIDTH = 390;

  private final GrayImage image;
  private final String label;
  private final double probability;
  private final String method;
  private final String boxed;
  private final List<Box> boxes;
  private final SaliencyMap map;

  /**
   * @param method how the map was made, for headings
   * @param boxes where the label truly lies, in pixels of the image; empty where not known
   * @param map before or after ReLU
   */
  HeatMap(
      GrayImage image,
      String label,
      double probability,
      String method,
      List<Box> boxes,
      SaliencyMap map) {
    this(image, label, probability, method, label, boxes, map);
  }

  /**
   * The same with the boxes of something else.
   *
   * @param boxed what lies in the boxes
   */
  HeatMap(
      GrayImage image,
      String label,
      double probability,
      String method,
      String boxed,
      List<Box> boxes,
      SaliencyMap map) {
    this.image = image;
    this.label = label;
    this.probability = probability;
    this.method = method;
    this.boxed = boxed;
    this.boxes = List.copyOf(boxes);
    this.map = map.rectified();
  }

  /** The label that the map is about. */
  public String label() {
    return label;
  }

  /** The model's probability of the label for this film, in [0, 1]. */
  public double probability() {
    return probability;
  }

  /**
   * The map as computed, after ReLU: neither scaled nor resized. The values of two films or labels
   * can be compared.
   *
   * @return row by row, in the layer's own size
   */
  public float[][] raw() {
    return map.rows();
  }

  /** Whether the map is zero everywhere: no part of the film speaks for the label. */
  public boolean isZero() {
    return map.max() == 0;
  }

  /**
   * The map in another size, by straight lines between the middles of its cells.
   *
   * @return row by row
   */
  public float[][] resized(int width, int height) {
    return map.resized(width, height).rows();
  }

  /** The map over the film, with a scale of its colours and the true box where it is known. */
  public Chart overlay() {
    return overlay(OPACITY);
  }

  /**
   * The same with the colours more or less solid.
   *
   * @param opacity of the map's highest value, above 0 and up to 1; lower values are fainter
   */
  public Chart overlay(double opacity) {
    return overlay(opacity, WIDTH);
  }

  Chart overlay(double opacity, int width) {
    if (!(opacity > 0 && opacity <= 1)) {
      throw new IllegalArgumentException(
          "The opacity must be above 0 and at most 1, not " + opacity + "; try 0.6.");
    }
    return new Overlay(image, heading(), method, box(), boxes, map, opacity).chart(width, alt());
  }

  /** What the drawn boxes are. */
  private String box() {
    return boxed.equals(label) ? "true box" : "box of " + boxed;
  }

  private String heading() {
    return label + ": probability " + Numbers.show(probability);
  }

  private String alt() {
    String film = image.name().isEmpty() ? "a film" : image.name();
    String what =
        isZero()
            ? "it is zero everywhere"
            : Text.format(
                "it is highest %s", part(peakX() / image.width(), peakY() / image.height()));
    String truth =
        boxes.isEmpty()
            ? ""
            : "; the " + box() + " is drawn" + (peakInBox() ? ", and holds it" : "");
    return method
        + " map for "
        + label
        + " over "
        + film
        + ", probability "
        + Numbers.show(probability)
        + ": "
        + what
        + (isZero() ? "" : truth)
        + ".";
  }

  /**
   * Where in the picture a point lies.
   *
   * @param across from 0 at the left to 1 at the right
   * @param down from 0 at the top to 1 at the bottom
   */
  private static String part(double across, double down) {
    String row = down < 1 / 3.0 ? "upper" : down < 2 / 3.0 ? "middle" : "lower";
    String column = across < 1 / 3.0 ? "left" : across < 2 / 3.0 ? "middle" : "right";
    return row.equals(column)
        ? "in the middle of the picture"
        : "in the picture's " + row + " " + column + " part";
  }

  private boolean peakInBox() {
    double x = peakX();
    double y = peakY();
    return boxes.stream()
        .anyMatch(b -> x >= b.x() && x < b.x() + b.width() && y >= b.y() && y < b.y() + b.height());
  }

  private double peakX() {
    return (peak() % map.width() + 0.5) * image.width() / map.width();
  }

  private double peakY() {
    return (peak() / map.width() + 0.5) * image.height() / map.height();
  }

  private int peak() {
    int peak = 0;
    for (int i = 1; i < map.values().length; i++) {
      peak = map.values()[i] > map.values()[peak] ? i : peak;
    }
    return peak;
  }

  /**
   * Writes the raw map as a NumPy file (float32, rows by columns).
   *
   * @return the file
   * @throws java.io.UncheckedIOException if it can't be written
   */
  public Path saveRaw(Path file) {
    return Npy.write(file, map);
  }

  SaliencyMap map() {
    return map;
  }

  GrayImage image() {
    return image;
  }

  List<Box> boxes() {
    return boxes;
  }

  @Override
  public Chart figure() {
    return overlay();
  }
}

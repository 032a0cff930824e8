package org.cxrlab.image;

import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Picture;

/**
 * The changes that training makes to each film it sees, each drawn anew. Immutable: every method
 * that adds one gives new augmentations.
 *
 * <pre>{@code
 * var augmentations = Augmentations.none().shift(0.05).rotation(7).brightness(0.1);
 * augmentations.apply(film, seed).image()
 * }</pre>
 */
public final class Augmentations {
  // The order in which changes are made, whatever the order in which they were asked for.
  private static final List<Class<? extends Augmentation>> ORDER =
      List.of(
          Augmentation.Zoom.class,
          Augmentation.Rotation.class,
          Augmentation.Shift.class,
          Augmentation.Brightness.class,
          Augmentation.Contrast.class);

  private final List<Augmentation> list;

  private Augmentations(List<Augmentation> list) {
    this.list = List.copyOf(list);
  }

  /** Films as they are. */
  public static Augmentations none() {
    return new Augmentations(List.of());
  }

  /** What a patient who stands a little differently and a slightly other exposure would give. */
  public static Augmentations light() {
    return none().shift(0.05).rotation(7).zoom(0.05).brightness(0.1).contrast(0.1);
  }

  /** Shifts by up to this share of the width and of the height, 0 to 0.5. */
  public Augmentations shift(double share) {
    return with(new Augmentation.Shift(share));
  }

  /** Turns by up to this many degrees to either side, 0 to 45. */
  public Augmentations rotation(double degrees) {
    return with(new Augmentation.Rotation(degrees));
  }

  /** Enlarges or shrinks by up to this share, 0 to 0.5. */
  public Augmentations zoom(double share) {
    return with(new Augmentation.Zoom(share));
  }

  /** Moves middle grey by up to this much, 0 to 0.4; black and white stay. */
  public Augmentations brightness(double amount) {
    return with(new Augmentation.Brightness(amount));
  }

  /** Changes the slope at middle grey by up to this much, 0 to 0.9; black and white stay. */
  public Augmentations contrast(double amount) {
    return with(new Augmentation.Contrast(amount));
  }

  /** These with one more, in the place of one of its kind. */
  public Augmentations with(Augmentation augmentation) {
    List<Augmentation> all = new ArrayList<>(list);
    all.removeIf(a -> a.getClass() == augmentation.getClass());
    all.add(augmentation);
    all.sort(Comparator.comparingInt(Augmentations::place));
    return new Augmentations(all);
  }

  /** In the order in which they are made. */
  public List<Augmentation> list() {
    return list;
  }

  /** Whether films stay as they are. */
  public boolean isNone() {
    return list.isEmpty();
  }

  /**
   * Changes a film. Where things lie is changed by one single resampling, so that the film is
   * smoothed once. What comes in from outside repeats the film's edge: a black border would be an
   * edge that no film has, and would shift the mean by which the film is standardised.
   *
   * @param image as decoded, grey from 0 to 1, before it is standardised
   * @param seed the same seed changes the same film in the same way
   */
  public Augmented apply(GrayImage image, long seed) {
    var place = new AffineTransform();
    boolean moved = false;
    for (Augmentation augmentation : list) {
      if (augmentation instanceof Augmentation.Geometric geometric) {
        place.preConcatenate(
            geometric.draw(stream(seed, augmentation), image.width(), image.height()));
        moved = true;
      }
    }
    Function<GrayImage, float[]> move =
        moved ? film -> AffineResample.apply(film, place) : GrayImage::raw;
    float[] greys = move.apply(image);
    for (Augmentation augmentation : list) {
      if (augmentation instanceof Augmentation.Tonal tonal) {
        requireDecoded(image);
        greys = greys == image.raw() ? greys.clone() : greys;
        tonal.draw(stream(seed, augmentation)).applyTo(greys);
      }
    }
    var changed =
        new GrayImage(image.name(), image.width(), image.height(), greys, image.movedPadding(move));
    return new Augmented(changed, place);
  }

  /** A stream of its own for each kind, so that adding one leaves the draws of the others alone. */
  private static SplittableRandom stream(long seed, Augmentation augmentation) {
    var streams = new SplittableRandom(seed);
    SplittableRandom stream = streams.split();
    for (int i = 0; i < place(augmentation); i++) {
      stream = streams.split();
    }
    return stream;
  }

  private static int place(Augmentation augmentation) {
    return ORDER.indexOf(augmentation.getClass());
  }

  private static void requireDecoded(GrayImage image) {
    if (image.min() < 0 || image.max() > 1) {
      throw new IllegalArgumentException(
          "Brightness and contrast change greys from 0 to 1, and this picture has greys from "
              + image.min()
              + " to "
              + image.max()
              + ". Augment a film before it is standardised.");
    }
  }

  /**
   * The film as it is, and then as it comes out of {@code n} draws.
   *
   * @param seed of the first draw; the others take the seeds that follow
   */
  public Gallery examples(GrayImage image, int n, long seed) {
    var pictures = new ArrayList<Picture>();
    var captions = new ArrayList<String>();
    pictures.add(image.toPicture("The film as it is"));
    captions.add("as it is");
    for (int i = 0; i < n; i++) {
      pictures.add(
          apply(image, seed + i).image().toPicture("The film, augmented, seed " + (seed + i)));
      captions.add("seed " + (seed + i));
    }
    return new Gallery(pictures, captions, 4);
  }

  @Override
  public String toString() {
    return list.isEmpty()
        ? "none"
        : list.stream().map(Augmentation::toString).collect(Collectors.joining(", "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Augmentations that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }
}

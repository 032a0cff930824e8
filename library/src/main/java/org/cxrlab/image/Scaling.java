package org.cxrlab.image;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;

/**
 * From a picture's pixels, 0 for black to 1 for white, to the numbers that a network takes.
 * Immutable; those of equal names are equal.
 */
public final class Scaling {
  /** Each film less its own mean, divided by its own standard deviation, in equal channels. */
  public static final Scaling STANDARDISED =
      new Scaling(
          "STANDARDISED",
          "each film standardised by its own mean and standard deviation",
          List.of(),
          List.of());

  /**
   * Less the mean and divided by the deviation of ImageNet's red, green and blue: (0.485, 0.456,
   * 0.406) and (0.229, 0.224, 0.225), as torchvision does. A single channel takes their averages.
   */
  public static final Scaling IMAGENET =
      new Scaling(
          "IMAGENET",
          "pixels standardised by ImageNet's mean and deviation",
          List.of(0.485, 0.456, 0.406),
          List.of(0.229, 0.224, 0.225));

  /** From -1024 for black to 1024 for white, as torchxrayvision does. */
  public static final Scaling XRV = alike("XRV", "pixels from -1024 to 1024", 0.5, 1.0 / 2048);

  /** From 0 to 1, as torchvision's ToTensor does. */
  public static final Scaling UNIT = alike("UNIT", "pixels from 0 to 1", 0, 1);

  /** From -1 for black to 1 for white. */
  public static final Scaling SIGNED = alike("SIGNED", "pixels from -1 to 1", 0.5, 0.5);

  /** From 0 to 255, as a Keras network takes them that begins with a Rescaling layer. */
  public static final Scaling LEVELS = alike("LEVELS", "pixels from 0 to 255", 0, 1.0 / 255);

  private static final List<Scaling> NAMED =
      List.of(STANDARDISED, IMAGENET, XRV, UNIT, SIGNED, LEVELS);
  private static final Pattern OWN = Pattern.compile("LESS (\\[.+]) BY (\\[.+])");
  private static final double AVERAGE_MEAN = 0.449;
  private static final double AVERAGE_DEVIATION = 0.226;

  private final String name;
  private final String description;
  private final List<Double> mean;
  private final List<Double> deviation;

  private Scaling(String name, String description, List<Double> mean, List<Double> deviation) {
    this.name = name;
    this.description = description;
    this.mean = mean;
    this.deviation = deviation;
  }

  private static Scaling alike(String name, String description, double mean, double deviation) {
    return new Scaling(name, description, List.of(mean), List.of(deviation));
  }

  /**
   * Pixels less a mean of one's own, divided by a deviation.
   *
   * @param mean one for each channel, or one for all
   * @param deviation as many; none is 0
   * @throws IllegalArgumentException if they are not as many, or some is 0 or no finite number
   */
  public static Scaling of(List<Double> mean, List<Double> deviation) {
    boolean usable =
        !mean.isEmpty()
            && mean.size() == deviation.size()
            && Stream.concat(mean.stream(), deviation.stream()).allMatch(Double::isFinite)
            && deviation.stream().allMatch(d -> d != 0);
    if (!usable) {
      throw new IllegalArgumentException(
          Text.format(
              "Pixels can't be scaled by the means %s and deviations %s; there must be as many of both, finite, and no deviation 0.",
              mean, deviation));
    }
    List<Double> means = onceIfAlike(mean, deviation, mean);
    List<Double> deviations = onceIfAlike(mean, deviation, deviation);
    return NAMED.stream()
        .filter(known -> known.mean.equals(means) && known.deviation.equals(deviations))
        .findFirst()
        .orElseGet(
            () ->
                new Scaling(
                    "LESS " + means + " BY " + deviations,
                    Text.format(
                        "pixels from 0 to 1, less %s, divided by %s",
                        words(means), words(deviations)),
                    means,
                    deviations));
  }

  /** The numbers of all channels, or one where the channels are alike. */
  private static List<Double> onceIfAlike(
      List<Double> mean, List<Double> deviation, List<Double> numbers) {
    boolean alike = mean.stream().distinct().count() + deviation.stream().distinct().count() == 2;
    return List.copyOf(alike ? numbers.subList(0, 1) : numbers);
  }

  private static String words(List<Double> numbers) {
    return numbers.stream()
        .map(number -> Text.format("%.4g", number))
        .collect(Collectors.joining(", "));
  }

  /** Those that have a name of their own. */
  public static Scaling[] values() {
    return NAMED.toArray(Scaling[]::new);
  }

  /**
   * The scaling of a {@link #name}.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Scaling valueOf(String name) {
    Matcher own = OWN.matcher(name);
    if (own.matches()) {
      return of(numbers(own.group(1)), numbers(own.group(2)));
    }
    return NAMED.stream()
        .filter(scaling -> scaling.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no scaling \"%s\" of pixels; there are %s.",
                        name,
                        NAMED.stream().map(Scaling::name).collect(Collectors.joining(", ")))));
  }

  private static List<Double> numbers(String list) {
    return Arrays.stream(list.substring(1, list.length() - 1).split(", *"))
        .map(Double::valueOf)
        .toList();
  }

  /** Its name in files: "STANDARDISED"; for one of one's own the numbers. */
  public String name() {
    return name;
  }

  /** In words, e.g. for the description of a model. */
  public String description() {
    return description;
  }

  /**
   * The channels of a picture, each row by row. Equal channels are one and the same array, which is
   * not to be written to.
   *
   * @throws PictureException if a picture to be standardised is constant, naming the file
   * @throws IllegalArgumentException if it has means for another number of channels
   */
  public List<float[]> channels(GrayImage image, int count) {
    if (mean.isEmpty()) {
      return equal(image.standardised().raw(), count);
    }
    if (mean.size() == 1) {
      return equal(shifted(image.pixels(), mean.get(0), deviation.get(0)), count);
    }
    if (mean.size() == count) {
      return IntStream.range(0, count)
          .mapToObj(c -> shifted(image.pixels(), mean.get(c), deviation.get(c)))
          .toList();
    }
    if (equals(IMAGENET)) {
      return equal(shifted(image.pixels(), AVERAGE_MEAN, AVERAGE_DEVIATION), count);
    }
    throw new IllegalArgumentException(
        Text.format("The scaling is for %d channels, not for %d.", mean.size(), count));
  }

  private static List<float[]> equal(float[] channel, int count) {
    return Collections.nCopies(count, channel);
  }

  private static float[] shifted(float[] pixels, double mean, double deviation) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((pixels[i] - mean) / deviation);
    }
    return pixels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaling scaling && scaling.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}

package org.cxrlab.image;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** From a picture's pixels, 0 for black to 1 for white, to the numbers that a network takes. */
public enum Scaling {
  /** Each film less its own mean, divided by its own standard deviation, in equal channels. */
  STANDARDISED("each film standardised by its own mean and standard deviation"),
  /**
   * Less the mean and divided by the deviation of ImageNet's red, green and blue: (0.485, 0.456,
   * 0.406) and (0.229, 0.224, 0.225), as torchvision does. A single channel takes their averages.
   */
  IMAGENET("pixels standardised by ImageNet's mean and deviation"),
  /** From -1024 for black to 1024 for white, as torchxrayvision does. */
  XRV("pixels from -1024 to 1024");

  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};
  private static final double AVERAGE_MEAN = 0.449;
  private static final double AVERAGE_DEVIATION = 0.226;

  private final String description;

  Scaling(String description) {
    this.description = description;
  }

  /** In words, e.g. for the description of a model. */
  public String description() {
    return description;
  }

  /**
   * The channels of a picture, each row by row. Equal channels are one and the same array, which is
   * not to be written to.
   *
   * @throws IllegalArgumentException if a picture to be standardised is constant, naming the file
   */
  public List<float[]> channels(GrayImage image, int count) {
    return switch (this) {
      case STANDARDISED -> equal(image.standardised().raw(), count);
      case XRV -> equal(shifted(image.pixels(), 0.5, 1.0 / 2048), count);
      case IMAGENET ->
          count == MEAN.length
              ? IntStream.range(0, count)
                  .mapToObj(c -> shifted(image.pixels(), MEAN[c], DEVIATION[c]))
                  .toList()
              : equal(shifted(image.pixels(), AVERAGE_MEAN, AVERAGE_DEVIATION), count);
    };
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
}

package org.cxrlab.model.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/**
 * How a network took films when it learnt, as far as its file tells.
 *
 * @param scaling of a film's pixels
 * @param imageSize width and height in pixels
 * @param framing how a film that is not square became a square
 */
public record FilmIntake(Optional<Scaling> scaling, OptionalInt imageSize, Framing framing) {
  /** Nothing is told; whole films are assumed. */
  static final FilmIntake UNTOLD =
      new FilmIntake(Optional.empty(), OptionalInt.empty(), Framing.WHOLE);

  /** The same with films scaled so. */
  FilmIntake scaled(Scaling other) {
    return new FilmIntake(Optional.of(other), imageSize, framing);
  }

  /** The same with films of this size. */
  FilmIntake sized(OptionalInt pixels) {
    return new FilmIntake(scaling, pixels, framing);
  }

  /** The same with films framed so. */
  FilmIntake framed(Framing other) {
    return new FilmIntake(scaling, imageSize, other);
  }

  /**
   * What has to be assumed.
   *
   * @param file its name
   * @param size what is taken where the file tells no size
   */
  List<WeightsRemark> assumed(String file, int channels, int size) {
    List<WeightsRemark> remarks = new ArrayList<>();
    if (scaling.isEmpty()) {
      String xrv = channels == 1 ? "; torchxrayvision's take " + Scaling.XRV.description() : "";
      remarks.add(
          new WeightsRemark(
              Text.format(
                  "%s does not tell how its network takes pixels, assumed is: %s, %s%s",
                  file,
                  Scaling.STANDARDISED.description(),
                  channels == 1 ? "in one channel" : "in " + channels + " equal channels",
                  xrv),
              "Weights.read(path).scaled(Scaling.IMAGENET), UNIT, SIGNED, LEVELS or XRV takes them"
                  + " otherwise",
              "--input imagenet, unit, signed, levels or xrv takes them otherwise"));
    }
    if (imageSize.isEmpty()) {
      remarks.add(
          new WeightsRemark(
              Text.format(
                  "%s does not tell at which size its network saw films, assumed is %d x %d pixels",
                  file, size, size),
              "model.setImageSize(224) changes it",
              "--size 224 changes it"));
    }
    return remarks;
  }
}

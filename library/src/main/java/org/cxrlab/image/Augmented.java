package org.cxrlab.image;

import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Optional;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;

/** A film after its augmentation, and where things went. */
public final class Augmented implements Showable {
  private final GrayImage image;
  private final AffineTransform place;

  Augmented(GrayImage image, AffineTransform place) {
    this.image = image;
    this.place = place;
  }

  /** The changed film. */
  public GrayImage image() {
    return image;
  }

  /**
   * Where a box of the source lies now: the smallest upright box around its four moved corners, cut
   * at the edge of the film; empty if nothing of it is left.
   */
  public Optional<Box> box(Box box) {
    Rectangle2D moved =
        place
            .createTransformedShape(
                new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()))
            .getBounds2D();
    Rectangle2D cut =
        moved.createIntersection(new Rectangle2D.Double(0, 0, image.width(), image.height()));
    return cut.getWidth() > 0 && cut.getHeight() > 0
        ? Optional.of(new Box(cut.getX(), cut.getY(), cut.getWidth(), cut.getHeight()))
        : Optional.empty();
  }

  @Override
  public Figure figure() {
    return image.figure();
  }
}

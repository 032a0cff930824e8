package org.cxrlab.explain;

import java.util.List;
import org.cxrlab.data.FindingBox;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.LayerActivation;

/**
 * What a layer makes of a film, with the gradients of some labels: kept, so that maps of these
 * labels by several methods are drawn without asking the network again. Plain values: nothing here
 * needs closing.
 */
public final class Activations {
  private final GrayImage image;
  private final List<FindingBox> boxes;
  private final LayerActivation activation;

  Activations(GrayImage image, List<FindingBox> boxes, LayerActivation activation) {
    this.image = image;
    this.boxes = List.copyOf(boxes);
    this.activation = activation;
  }

  /** The labels of which there can be maps. */
  public Labels labels() {
    return activation.labels();
  }

  /** How many numbers are kept, each of four bytes. */
  public long size() {
    return (long) activation.activation().length * (1 + activation.gradients().size());
  }

  /**
   * The map of a label.
   *
   * @param method one that uses the gradient: all but {@link CamMethod#SCORE_CAM} and {@link
   *     CamMethod#OCCLUSION}
   * @throws IllegalArgumentException if the label was not asked for or the method needs the network
   */
  public HeatMap map(CamMethod method, String label) {
    List<Box> own =
        boxes.stream().filter(b -> b.label().equals(label)).map(FindingBox::box).toList();
    return new HeatMap(
        image,
        label,
        activation.probability(label),
        GradCam.title(method, activation.layer()),
        own,
        new Cam(activation, activation.gradient(label)).map(method));
  }

  @Override
  public String toString() {
    return "What "
        + activation.layer()
        + " makes of a film, with the gradients of "
        + String.join(", ", labels().names());
  }
}

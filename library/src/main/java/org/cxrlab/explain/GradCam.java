package org.cxrlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cxrlab.data.Film;
import org.cxrlab.data.FindingBox;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LayerActivation;

/**
 * Heat maps of a model: Grad-CAM at the last batch norm unless another layer or method is chosen.
 * What is explained is the label's logit. The model stays as it is, and stays the caller's to
 * close. Immutable; each choice gives a new one.
 */
public final class GradCam {
  /** The last batch norm: {@code bn} in Keras, the output of {@code features} in torchvision. */
  private static final String LAST_BATCH_NORM = "features.norm5";

  private final ChestModel model;
  private final String layer;
  private final CamMethod method;
  private final Optional<String> boxed;

  private GradCam(ChestModel model, String layer, CamMethod method, Optional<String> boxed) {
    this.model = model;
    this.layer = layer;
    this.method = method;
    this.boxed = boxed;
  }

  /** Grad-CAM of a model at its last batch norm. */
  public static GradCam of(ChestModel model) {
    return new GradCam(model, LAST_BATCH_NORM, CamMethod.GRAD_CAM, Optional.empty());
  }

  /**
   * The same at another layer. Deeper layers know more of the finding, earlier ones where it lies.
   *
   * @param name as torchvision or Keras names it; {@code model.layers()} lists all
   */
  public GradCam layer(String name) {
    return new GradCam(model, name, method, boxed);
  }

  /** The same by another method. */
  public GradCam method(CamMethod other) {
    return new GradCam(model, layer, other, boxed);
  }

  /**
   * The same maps with the boxes of something else drawn over them, such as a necklace. Unless
   * asked, they are those of the label that is explained.
   */
  public GradCam boxesOf(String label) {
    return new GradCam(model, layer, method, Optional.of(label));
  }

  /**
   * Where in a film the model sees a label.
   *
   * @throws IllegalArgumentException if the model has no such label or layer
   */
  public HeatMap explain(Film film, String label) {
    return explain(GrayImage.read(film.path()), film.boxes(), label).get(0);
  }

  /** The maps of several labels, shown beside the film. */
  public HeatMaps explain(Film film, String... labels) {
    return new HeatMaps(film, explain(GrayImage.read(film.path()), film.boxes(), labels));
  }

  /** Where in a picture of any size the model sees a label. */
  public HeatMap explain(GrayImage image, String label) {
    return explain(image, List.of(), label).get(0);
  }

  /**
   * What the layer makes of a film, from which maps of these labels follow at once.
   *
   * @param labels at least one
   * @throws IllegalArgumentException if the model has no such label or layer
   */
  public Activations activations(Film film, String... labels) {
    GrayImage whole = GrayImage.read(film.path());
    return new Activations(
        framed(whole),
        framed(film.boxes(), whole),
        model.activationAndGradient(whole, layer, labels));
  }

  /** What the model sees of a film, over which a map is drawn. */
  GrayImage framed(GrayImage whole) {
    return model.preprocessing().framing().of(whole);
  }

  /** The boxes, or the parts of them, that lie in what the model sees of a film. */
  List<FindingBox> framed(List<FindingBox> boxes, GrayImage whole) {
    return boxes.stream()
        .flatMap(
            boxed ->
                model
                    .preprocessing()
                    .framing()
                    .of(boxed.box(), whole.width(), whole.height())
                    .map(box -> new FindingBox(boxed.label(), box))
                    .stream())
        .toList();
  }

  ChestModel model() {
    return model;
  }

  /** The same choices for another model. */
  GradCam with(ChestModel other) {
    return new GradCam(other, layer, method, boxed);
  }

  /** How the maps are made, for headings. */
  String title() {
    return title(method, layer);
  }

  static String title(CamMethod method, String layer) {
    return method == CamMethod.OCCLUSION ? method.title() : method.title() + " at " + layer;
  }

  List<HeatMap> explain(GrayImage whole, List<FindingBox> all, String... labels) {
    GrayImage image = framed(whole);
    List<FindingBox> boxes = framed(all, whole);
    LayerActivation activation = model.activationAndGradient(image, layer, labels);
    List<HeatMap> maps = new ArrayList<>();
    for (String label : labels) {
      List<Box> own =
          boxes.stream()
              .filter(b -> b.label().equals(boxed.orElse(label)))
              .map(FindingBox::box)
              .toList();
      maps.add(
          new HeatMap(
              image,
              label,
              activation.probability(label),
              title(),
              boxed.orElse(label),
              own,
              map(image, activation, label)));
    }
    return maps;
  }

  private SaliencyMap map(GrayImage image, LayerActivation activation, String label) {
    var predictor = new MaskedPredictor(model);
    return switch (method) {
      case SCORE_CAM -> ScoreCam.map(predictor, predictor.input(image), activation, label);
      case OCCLUSION -> Occlusion.map(predictor, predictor.input(image), label);
      default -> new Cam(activation, activation.gradient(label)).map(method);
    };
  }

  @Override
  public String toString() {
    return title(method, layer) + ", of a model of " + Text.count(model.labels().size(), "label");
  }
}

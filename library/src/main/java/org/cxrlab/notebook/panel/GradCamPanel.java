package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cxrlab.batch.LruCache;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.explain.Activations;
import org.cxrlab.explain.CamMethod;
import org.cxrlab.explain.GradCam;
import org.cxrlab.explain.HeatMap;
import org.cxrlab.figure.Chart;
import org.cxrlab.model.ChestModel;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;

/**
 * Heat maps of a model under controls: film, label, layer, method, opacity. The network is asked
 * once for each film and layer; label, method and opacity are changed without it. See {@link
 * Explore#gradCam}.
 */
public final class GradCamPanel implements Interactive {
  private static final String LAST = "features.norm5";

  /** Where one of Keras' names would say more than the place in the network. */
  private static final List<String> LAYERS =
      List.of(
          LAST,
          "features.denseblock4",
          "features.denseblock3",
          "features.denseblock2",
          "features.denseblock1");

  /** Those that need no further pass through the network. */
  private static final List<CamMethod> METHODS =
      List.of(
          CamMethod.GRAD_CAM,
          CamMethod.GRAD_CAM_PLUS_PLUS,
          CamMethod.HIRES_CAM,
          CamMethod.LAYER_CAM);

  /** Numbers that are kept, four bytes each. */
  private static final long KEPT = 40_000_000;

  private final ChestModel model;
  private final FilmChooser films;
  private final String modelName;
  private final Control<String> label;
  private final Control<String> layer;
  private final Control<CamMethod> method;
  private final Control<Double> opacity;
  private final Control<Chart> picture;
  private final Control<String> caption;
  private final CodeLine code;
  private final ControlBox all;

  /** One that is larger than all that may be kept is kept alone. */
  private final LruCache<Key, Activations> kept =
      new LruCache<>(KEPT, activations -> Math.min(KEPT, activations.size()));

  private record Key(Film film, String layer, List<String> labels) {}

  GradCamPanel(ChestModel model, Films films, String modelName, String filmsName) {
    this.model = model;
    this.modelName = modelName;
    this.films =
        new FilmChooser(films, filmsName, "to explain", "Films with", UnaryOperator.identity());
    label =
        Controls.dropdown("Label", model.labels().names(), firstLabel())
            .tooltip("The finding whose probability the map explains.");
    List<String> layers = LAYERS.stream().filter(model.layers()::contains).toList();
    layer =
        Controls.dropdown("Layer", layers, layers.get(0))
            .tooltip(
                "Where in the network the map is made: late layers know what they see and are"
                    + " coarse, early ones are fine and know less.");
    method =
        Controls.dropdown("Method", METHODS, CamMethod::title, METHODS.get(0))
            .tooltip("How the activations of the layer are weighted to make the map.");
    opacity =
        Controls.slider("Opacity", 0.05, 1, 0.05, 0.6)
            .tooltip("How solid the colours lie over the film.");
    picture = Controls.chart(map().overlay(opacity.value()));
    caption = Controls.html(words());
    code = new CodeLine(line());
    all =
        Controls.row(
            Controls.column(picture.value().width(), picture),
            Controls.column(
                440,
                this.films.filter(),
                position(),
                label,
                layer,
                method,
                opacity,
                caption,
                code.control()));
    this.films.filter().onChange(this::filtered);
    position().onChange(v -> show());
    label.onChange(v -> show());
    layer.onChange(v -> show());
    method.onChange(v -> show());
    opacity.onChange(v -> show());
  }

  private String firstLabel() {
    return film().findings().stream()
        .filter(model.labels().names()::contains)
        .findFirst()
        .orElse(model.labels().get(0));
  }

  /** The film that is shown. */
  public Film film() {
    return films.film();
  }

  /** The map that is shown. */
  public HeatMap map() {
    return activations().map(method.value(), label.value());
  }

  /** Which film is shown, counted from 1. */
  public Control<Integer> position() {
    return films.position();
  }

  /** The label that is explained. */
  public Control<String> label() {
    return label;
  }

  /** The layer that the map is made at. */
  public Control<String> layer() {
    return layer;
  }

  /** How the map is worked out. */
  public Control<CamMethod> method() {
    return method;
  }

  /** How solid the colours are, above 0 and up to 1. */
  public Control<Double> opacity() {
    return opacity;
  }

  @Override
  public ControlBox control() {
    return all;
  }

  private void filtered(String wanted) {
    if (model.labels().names().contains(wanted)) {
      label.set(wanted);
    }
    show();
  }

  private void show() {
    picture.set(map().overlay(opacity.value()));
    caption.set(words());
    code.set(line());
  }

  /** Behind the last layer the network is so short that all labels cost no more than one. */
  private Activations activations() {
    String at = layer.value();
    List<String> labels = at.equals(LAST) ? model.labels().names() : List.of(label.value());
    return kept.get(
        new Key(film(), at, labels),
        key ->
            GradCam.of(model)
                .layer(key.layer())
                .activations(key.film(), key.labels().toArray(String[]::new)));
  }

  private String words() {
    List<String> findings = film().findings();
    return films.caption(
        "known findings: " + (findings.isEmpty() ? "none" : String.join(", ", findings)));
  }

  private String line() {
    String layers = layer.value().equals(LAST) ? "" : ".layer(" + quoted(layer.value()) + ")";
    String methods =
        method.value() == CamMethod.GRAD_CAM
            ? ""
            : ".method(CamMethod." + method.value().name() + ")";
    return "GradCam.of("
        + modelName
        + ")"
        + layers
        + methods
        + ".explain("
        + films.code()
        + ", "
        + quoted(label.value())
        + ").overlay("
        + CodeLine.number(opacity.value())
        + ")";
  }

  private static String quoted(String text) {
    return CodeLine.quoted(text);
  }
}

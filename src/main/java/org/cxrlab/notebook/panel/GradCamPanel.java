package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.explain.Activations;
import org.cxrlab.explain.CamMethod;
import org.cxrlab.explain.GradCam;
import org.cxrlab.explain.HeatMap;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Html;
import org.cxrlab.model.ChestModel;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Description;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.Words;

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

  private static final String ALL = "all films";

  /** Numbers that are kept, four bytes each. */
  private static final long KEPT = 40_000_000;

  private final ChestModel model;
  private final Films films;
  private final String modelName;
  private final String filmsName;
  private final Control<String> filter;
  private final Control<Integer> position;
  private final Control<String> label;
  private final Control<String> layer;
  private final Control<CamMethod> method;
  private final Control<Double> opacity;
  private final Control<Chart> picture;
  private final Control<String> caption;
  private final CodeLine code;
  private final ControlBox all;
  private final Map<Key, Activations> kept = new LinkedHashMap<>(16, 0.75f, true);
  private volatile List<Film> chosen;

  private record Key(String image, String layer, List<String> labels) {}

  GradCamPanel(ChestModel model, Films films, String modelName, String filmsName) {
    if (films.size() == 0) {
      throw new IllegalArgumentException("There is no film to explain; choose others.");
    }
    this.model = model;
    this.films = films;
    this.modelName = modelName;
    this.filmsName = filmsName;
    chosen = films.list();
    List<String> filters = new ArrayList<>(List.of(ALL));
    films.labels().names().stream()
        .filter(l -> films.positives().positives(l) > 0)
        .forEach(filters::add);
    filter =
        Controls.dropdown("Films with", filters, ALL)
            .tooltip("Shows only the films that have this finding.");
    position =
        Controls.slider("Film", 1, films.size(), 1)
            .tooltip("Which of these films is shown; the arrow keys go from one to the next.");
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
                440, filter, position, label, layer, method, opacity, caption, code.control()));
    filter.onChange(this::filter);
    position.onChange(v -> show());
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
    List<Film> now = chosen;
    return now.get(Math.min(position.value(), now.size()) - 1);
  }

  /** The map that is shown. */
  public HeatMap map() {
    return activations().map(method.value(), label.value());
  }

  /** Which film is shown, counted from 1. */
  public Control<Integer> position() {
    return position;
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

  private void filter(String wanted) {
    Film before = film();
    chosen = wanted.equals(ALL) ? films.list() : films.withLabel(wanted).list();
    int again = chosen.indexOf(before);
    position.describe(Description.slider("Film", 1, chosen.size()), again < 0 ? 1 : again + 1);
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
    var key = new Key(film().image(), at, labels);
    synchronized (kept) {
      Activations known = kept.get(key);
      if (known == null) {
        known = GradCam.of(model).layer(at).activations(film(), labels.toArray(String[]::new));
        kept.put(key, known);
        forget();
      }
      return known;
    }
  }

  private void forget() {
    long size = kept.values().stream().mapToLong(Activations::size).sum();
    for (var oldest = kept.values().iterator(); size > KEPT && kept.size() > 1; ) {
      size -= oldest.next().size();
      oldest.remove();
    }
  }

  private String words() {
    Film film = film();
    String findings = film.findings().isEmpty() ? "none" : String.join(", ", film.findings());
    return Words.caption(
        "<b>" + Html.escape(film.image()) + "</b><br>known findings: " + Html.escape(findings));
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
        + filmsName
        + ".get("
        + quoted(film().image())
        + "), "
        + quoted(label.value())
        + ").overlay("
        + CodeLine.number(opacity.value())
        + ")";
  }

  private static String quoted(String text) {
    return CodeLine.quoted(text);
  }
}

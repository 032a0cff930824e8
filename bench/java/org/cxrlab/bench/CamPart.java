package org.cxrlab.bench;

import java.util.List;
import org.cxrlab.data.Film;
import org.cxrlab.explain.GradCam;
import org.cxrlab.explain.HeatMap;
import org.cxrlab.model.ChestModel;

/** Grad-CAM of one film for some labels: from its file to maps as large as the network's input. */
final class CamPart implements Part {
  private final ChestModel model;
  private final Film film;
  private final List<String> labels;
  private final int size;

  CamPart(Settings settings) {
    model = Models.of(settings);
    film = settings.films().get(0);
    size = settings.number("size");
    labels = model.labels().names().subList(0, settings.number("labels"));
  }

  @Override
  public double[] run() {
    for (HeatMap map : maps()) {
      map.resized(size, size);
    }
    return new double[0];
  }

  private Iterable<HeatMap> maps() {
    GradCam cam = GradCam.of(model);
    if (labels.size() == 1) {
      return List.of(cam.explain(film, labels.get(0)));
    }
    return cam.explain(film, labels.toArray(String[]::new));
  }

  @Override
  public void close() {
    model.close();
  }
}

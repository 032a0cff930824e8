package org.cxrlab.explain;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Film;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;

/**
 * The maps of several labels for one film, beside the plain film.
 *
 * @param film whose maps these are
 * @param maps one per label, in the order asked for
 */
public record HeatMaps(Film film, List<HeatMap> maps) implements Iterable<HeatMap>, Showable {
  private static final double OPACITY = 0.6;
  private static final int WIDTH = 300;

  /** Copies the list. */
  public HeatMaps {
    maps = List.copyOf(maps);
  }

  /**
   * The map of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public HeatMap get(String label) {
    return maps.stream()
        .filter(m -> m.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no map for "
                        + label
                        + ". There are maps for: "
                        + String.join(", ", maps.stream().map(HeatMap::label).toList())
                        + "."));
  }

  @Override
  public Iterator<HeatMap> iterator() {
    return maps.iterator();
  }

  /** The plain film with what is known of it, then each map with its probability. */
  @Override
  public Figure figure() {
    return new Panel(
        Stream.<Figure>concat(
                Stream.of(film.figure()), maps.stream().map(m -> m.overlay(OPACITY, WIDTH)))
            .toList());
  }
}

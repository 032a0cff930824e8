package org.cxrlab.data.phantom;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** Some films of a set, to be drawn on whatever machine: all that is needed for it is sent. */
public final class PhantomShard implements Serializable {
  private static final long serialVersionUID = 1;

  private final Recipe recipe;
  private final int[] places;
  private final Examination[] examinations;

  PhantomShard(Recipe recipe, int[] places, List<Examination> all) {
    this.recipe = recipe;
    this.places = places.clone();
    examinations = IntStream.of(places).mapToObj(all::get).toArray(Examination[]::new);
  }

  /** How many films. */
  public int size() {
    return places.length;
  }

  /** The place of the first film in the set, from 0. */
  public int first() {
    return places[0];
  }

  /** Draws them, one after the other: the same bytes as {@link PhantomWriter} writes. */
  public List<DrawnFilm> draw() {
    return IntStream.range(0, places.length)
        .mapToObj(i -> DrawnFilm.of(recipe, places[i], examinations[i]))
        .toList();
  }
}

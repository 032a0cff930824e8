package org.cxrlab.data.phantom;

import java.awt.image.BufferedImage;
import java.io.Serializable;
import org.cxrlab.figure.Picture;

/**
 * A film as it is written, wherever it was drawn.
 *
 * @param place among the films of its set, from 0
 * @param name of its file
 * @param png the file
 * @param boxes its lines in the list of boxes, each with its end
 */
public record DrawnFilm(int place, String name, byte[] png, String boxes) implements Serializable {
  static DrawnFilm of(Recipe recipe, int place, Examination examination) {
    PhantomFilm film = PhantomFilm.draw(recipe, examination);
    int size = film.size();
    var image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, size, size, film.pixels());
    var lines = new StringBuilder();
    film.boxes()
        .forEach((label, box) -> lines.append(PhantomWriter.line(recipe, examination, label, box)));
    return new DrawnFilm(
        place,
        PhantomWriter.name(recipe, examination),
        new Picture(image, "").png(),
        lines.toString());
  }
}

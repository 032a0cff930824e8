package org.cxrlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.PictureException;

/**
 * NIH's list of boxes: image, label, left edge, top edge, width, height. Its header breaks the last
 * four names apart at the wrong commas, so columns are taken by their place.
 *
 * @param file where the list was read
 * @param boxes by the image's name
 */
record BoxList(Path file, Map<String, List<FindingBox>> boxes) {
  /** Width and height of the pictures in which NIH's boxes were drawn. */
  static final int NIH_FRAME = 1024;

  private static final int CELLS = 6;

  /** NIH's boxes spell this label in another way than its table does. */
  private static final Map<String, String> SPELLING = Map.of("Infiltrate", "Infiltration");

  static boolean fits(List<String> header) {
    return header.size() >= CELLS
        && header.get(0).equals("Image Index")
        && header.get(1).equals("Finding Label");
  }

  static BoxList read(Path file) {
    Map<String, List<FindingBox>> boxes = new HashMap<>();
    try (var csv = CsvReader.open(file)) {
      while (csv.next()) {
        if (csv.width() < CELLS) {
          throw csv.error(
              Text.format(
                  "has %d cells where a box has six: image, label, x, y, width, height",
                  csv.width()));
        }
        String label = SPELLING.getOrDefault(csv.get(1), csv.get(1));
        boxes
            .computeIfAbsent(csv.get(0), image -> new ArrayList<>())
            .add(new FindingBox(label, box(csv)));
      }
    }
    return new BoxList(file, boxes);
  }

  private static Box box(CsvReader csv) {
    try {
      return new Box(
          Double.parseDouble(csv.get(2)),
          Double.parseDouble(csv.get(3)),
          Double.parseDouble(csv.get(4)),
          Double.parseDouble(csv.get(5)));
    } catch (IllegalArgumentException e) {
      throw csv.error(
          Text.format(
                  "holds no box, %s, %s, %s, %s; write the left edge, the top edge, a positive width and",
                  csv.get(2), csv.get(3), csv.get(4), csv.get(5))
              + " a positive height");
    }
  }

  /**
   * The films with their boxes, in the pixels of each film's own file.
   *
   * @param frame width and height in pixels of the square picture that the boxes were drawn in; a
   *     film whose file is missing or has no readable size keeps its boxes in this frame
   */
  Films addTo(Films films, int frame) {
    Set<String> labels = new HashSet<>(films.labels().names());
    return films.map(
        film -> {
          List<FindingBox> found = boxes.get(film.image());
          return found == null ? film : film.withBoxes(inFile(film, found, frame, labels));
        });
  }

  private static List<FindingBox> inFile(
      Film film, List<FindingBox> found, int frame, Set<String> labels) {
    int[] size = size(film.path(), frame);
    return found.stream()
        .filter(box -> labels.contains(box.label()))
        .map(
            box ->
                new FindingBox(
                    box.label(),
                    box.box().scaled(size[0] / (double) frame, size[1] / (double) frame)))
        .toList();
  }

  /** Width and height from the head of the file, without its pixels. */
  private static int[] size(Path file, int frame) {
    int[] unknown = {frame, frame};
    if (!Files.exists(file)) {
      return unknown;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return unknown;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return new int[] {reader.getWidth(0), reader.getHeight(0)};
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new PictureException("The size of the picture " + file + " can't be read.", e);
    }
  }
}

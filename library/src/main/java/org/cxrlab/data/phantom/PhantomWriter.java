package org.cxrlab.data.phantom;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.disk.GrowingFolder;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;

/**
 * Draws a set of phantoms into a folder: a table in the course's format, a list of boxes in NIH's
 * format and frame, and the pictures.
 */
public final class PhantomWriter {
  /** The table's name in the folder. */
  public static final String TABLE = "films.csv";

  /** The name of the list of boxes. */
  public static final String BOXES = "BBox_List.csv";

  /** The name of the folder of pictures. */
  public static final String PICTURES = "images";

  /** NIH gives its boxes in pictures of this width and height. */
  private static final double BOX_FRAME = 1024;

  private PhantomWriter() {}

  /**
   * The folder with the films of a recipe, drawn now unless it is there already. The set is drawn
   * beside and moved into place when complete, so an interrupted run leaves no half set.
   *
   * @param parent the folder in which the set's folder lies
   * @throws UncheckedIOException if a file can't be written, with its folder
   */
  public static Path write(Recipe recipe, Path parent) {
    Path folder = WholeFolder.fill(parent.resolve(recipe.folder()), draft -> draw(recipe, draft));
    GrowingFolder.clear(folder);
    return folder;
  }

  private static void draw(Recipe recipe, WholeFolder.Draft folder) {
    List<Examination> examinations = Cohort.of(recipe);
    List<String> boxes =
        IntStream.range(0, examinations.size())
            .parallel()
            .mapToObj(i -> picture(DrawnFilm.of(recipe, i, examinations.get(i)), folder))
            .toList();
    folder.write(TABLE, table(recipe, examinations));
    folder.write(BOXES, list(boxes));
  }

  private static String picture(DrawnFilm film, WholeFolder.Draft folder) {
    folder.write(PICTURES + "/" + film.name(), film.png());
    return film.boxes();
  }

  /** The table of all films. */
  static CharSequence table(Recipe recipe, List<Examination> examinations) {
    var table = new StringBuilder("Image");
    recipe.labels().forEach(label -> table.append(',').append(label));
    table.append(",PatientId,View,Age,Sex\n");
    for (Examination examination : examinations) {
      table.append(name(recipe, examination));
      for (String label : recipe.labels()) {
        table.append(examination.shows(label) ? ",1" : ",0");
      }
      Body body = PhantomFilm.body(recipe, examination);
      table.append(',').append(patient(recipe, examination)).append(',').append(examination.view());
      table.append(',').append(body.age()).append(body.female() ? ",F\n" : ",M\n");
    }
    return table;
  }

  /** The list of boxes, of the lines of all films. */
  static String list(List<String> boxes) {
    return "Image Index,Finding Label,Bbox [x,y,w,h],,,\n" + String.join("", boxes);
  }

  /** The patient's ID: the seed, then five digits of the patient's number. */
  private static String patient(Recipe recipe, Examination examination) {
    return Long.toString(recipe.seed() * 100_000 + examination.patient());
  }

  static String name(Recipe recipe, Examination examination) {
    return Text.format("%8s_%03d.png", patient(recipe, examination), examination.number())
        .replace(' ', '0');
  }

  static String line(Recipe recipe, Examination examination, String label, Box box) {
    Box in = box.scaled(BOX_FRAME / recipe.size(), BOX_FRAME / recipe.size());
    return Text.format(
        "%s,%s,%.2f,%.2f,%.2f,%.2f\n",
        name(recipe, examination), label, in.x(), in.y(), in.width(), in.height());
  }
}

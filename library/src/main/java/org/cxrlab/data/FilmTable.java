package org.cxrlab.data;

import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cxrlab.figure.Text;

/** Collects the films of a table while it is read, and checks what holds for every format. */
final class FilmTable {
  /** Where a row tells what; of view, age and sex a table need not know. */
  record Columns(int image, int patient, int view, int age, int sex) {}

  private final CsvReader csv;
  private final Labels labels;
  private final Pictures pictures;
  private final List<Film> films = new ArrayList<>();
  private final Columns columns;
  private final ImageColumn images;
  private final ObjectOpenHashSet<String> words = new ObjectOpenHashSet<>();
  private final Map<List<Float>, List<Float>> known = new HashMap<>();
  private final Map<String, Double> ages = new HashMap<>();

  private FilmTable(CsvReader csv, Labels labels, Pictures pictures, Columns columns) {
    this.csv = csv;
    this.labels = labels;
    this.pictures = pictures;
    this.columns = columns;
    images = new ImageColumn(csv, columns.image());
  }

  /**
   * Reads all rows.
   *
   * @param csv stands before its first row
   * @param values gives the labels of the row at which {@code csv} stands
   */
  static Films read(
      CsvReader csv,
      Labels labels,
      Pictures pictures,
      Columns columns,
      Supplier<List<Float>> values) {
    var table = new FilmTable(csv, labels, pictures, columns);
    while (csv.next()) {
      csv.checkWidth();
      table.add(values.get());
    }
    return table.films();
  }

  /** Adds the film of the current row. */
  private void add(List<Float> values) {
    String image = images.name();
    String patient = csv.get(columns.patient());
    if (patient.isEmpty()) {
      throw csv.error(
          columns.patient(),
          Text.format(
              "is empty for %s; write the patient's ID, as a split by patient needs it", image));
    }
    films.add(
        new Film(
            image,
            pictures.file(image),
            words.addOrGet(patient),
            labels,
            // A hundred thousand films share some hundred combinations of labels.
            known.computeIfAbsent(values, List::copyOf),
            List.of(),
            words.addOrGet(View.words(csv.get(columns.view()))),
            ages.computeIfAbsent(csv.get(columns.age()), text -> Age.years(csv, columns.age())),
            words.addOrGet(csv.get(columns.sex()))));
  }

  /** The films, of which there is at least one. */
  private Films films() {
    images.requireSome();
    Path name = csv.file().getFileName();
    return new Films(name.toString(), labels, films);
  }
}

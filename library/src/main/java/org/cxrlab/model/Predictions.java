package org.cxrlab.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * A model's probabilities for some films, beside what is known of them. Shown as a table, film by
 * film. Plain arrays: nothing here needs closing.
 *
 * @param films the films, one per row of {@code probabilities}
 * @param labels the model's labels, one per column; the films have a value for each
 * @param probabilities film by film, label by label, each in [0, 1]
 */
public record Predictions(Films films, Labels labels, List<float[]> probabilities)
    implements Showable {
  private static final int SHOWN_ROWS = 10;

  /** Checks that there is one row per film and one column per label. */
  public Predictions {
    probabilities = List.copyOf(probabilities);
    if (probabilities.size() != films.size()) {
      throw new IllegalArgumentException(
          probabilities.size() + " rows of probabilities for " + films.size() + " films.");
    }
    for (float[] row : probabilities) {
      if (row.length != labels.size()) {
        throw new IllegalArgumentException(
            row.length + " probabilities in a row for " + labels.size() + " labels.");
      }
    }
  }

  /**
   * The probabilities of films that may lie in archives, as {@link ChestModel#predict(Films)} gives
   * those of files. Copies go to a temporary folder, some at a time.
   *
   * <pre>{@code
   * Predictions.of(model, StoredFilms.open(Path.of("films.zip")))
   * }</pre>
   *
   * @throws org.cxrlab.image.PictureException naming the first film that can't be read
   * @throws org.cxrlab.CxrlabException if an archive has changed since it was opened, or there is
   *     no room for copies
   */
  public static Predictions of(ChestModel model, StoredFilms films) {
    films.requireUnchanged();
    return StoredPredictions.of(model, films);
  }

  /**
   * The films to which the model gives the highest probabilities of a label, the highest first.
   *
   * @param n at most so many
   * @throws IllegalArgumentException if the model does not know the label
   */
  public Films top(String label, int n) {
    int column = labels.indexOf(label);
    return films.at(
        IntStream.range(0, films.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities.get(i)[column]))
            .limit(n)
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** All films and labels, one film a row, with the probabilities to three decimals. */
  public TableFigure table() {
    return table(films.size());
  }

  /** The first films, with a line that says how many there are. */
  @Override
  public TableFigure figure() {
    return table(Math.min(SHOWN_ROWS, films.size()));
  }

  private TableFigure table(int rows) {
    List<String> columns = Stream.concat(Stream.of("Image"), labels.names().stream()).toList();
    List<List<String>> cells = IntStream.range(0, rows).mapToObj(this::row).toList();
    String note =
        rows < films.size() ? Text.format("The first %d are shown; table() shows all.", rows) : "";
    return new TableFigure(toString(), columns, cells, note);
  }

  private List<String> row(int film) {
    return Stream.concat(
            Stream.of(films.get(film).image()),
            IntStream.range(0, labels.size())
                .mapToObj(l -> Text.format("%.3f", probabilities.get(film)[l])))
        .toList();
  }

  @Override
  public String toString() {
    return Text.format(
        "Predictions of %s for %s",
        Text.count(labels.size(), "label"), Text.count(films.size(), "film"));
  }
}

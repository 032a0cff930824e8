package org.cxrlab.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** A {@link TableSummary} as JSON. */
final class SummaryJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final int FORMAT = 1;

  private SummaryJson() {}

  /** The whole file; another {@code format} is another layout. */
  private record All(
      int format,
      String name,
      TableInfo columns,
      IdCounts ids,
      TreeMap<Integer, Integer> filmsPerPatient,
      List<Label> labels,
      Open open,
      int[][] together,
      Duplicates duplicates,
      Source account,
      List<TableLeaks> leaks) {}

  /** What was made of open labels. */
  private record Open(String uncertain, String blank) {}

  /** The counts of a label. */
  private record Label(
      String label,
      int positives,
      int negatives,
      int smoothed,
      int uncertain,
      int blank,
      int alone) {}

  static String of(TableSummary summary) {
    LabelCounts counts = summary.positives();
    LabelCounts.Open open = counts.open();
    List<String> names = counts.labels().names();
    CoOccurrence together = summary.together();
    List<Label> labels =
        IntStream.range(0, names.size())
            .mapToObj(
                i -> {
                  String name = names.get(i);
                  return new Label(
                      name,
                      counts.positives(name),
                      counts.negatives(name),
                      counts.smoothed(name),
                      open.uncertain()[i],
                      open.blank()[i],
                      together.alone(name));
                })
            .toList();
    return GSON.toJson(
        new All(
            FORMAT,
            summary.name(),
            summary.info(),
            summary.ids(),
            new TreeMap<>(summary.filmsPerPatient().patients()),
            labels,
            new Open(open.uncertainWords(), open.blankWords()),
            names.stream()
                .map(a -> names.stream().mapToInt(b -> together.both(a, b)).toArray())
                .toArray(int[][]::new),
            summary.duplicates(),
            summary.account(),
            summary.leaks()));
  }

  static TableSummary read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TableException(
          "There is no file " + file.toAbsolutePath() + "; check its name and its folder.");
    }
    try {
      All all = GSON.fromJson(Files.readString(file), All.class);
      if (all == null || all.format != FORMAT) {
        throw none(file, null);
      }
      return summary(all);
    } catch (IOException e) {
      throw TableText.unreadable(file, e, "");
    } catch (JsonParseException | NullPointerException | IndexOutOfBoundsException e) {
      // What is missing in the file is null, and null has no lists.
      throw none(file, e);
    }
  }

  private static TableException none(Path file, Exception cause) {
    return new TableException(
        file
            + " holds no counts of a table, or those of another version; make it by ./cxrlab counts TABLE -o FILE.",
        cause);
  }

  private static TableSummary summary(All all) {
    var labels = new Labels(all.labels.stream().map(Label::label).toList());
    SortedMap<Integer, Integer> patients = all.filmsPerPatient;
    int n = labels.size();
    for (int i = 0; i < n; i++) {
      if (all.together.length != n || all.together[i].length != n) {
        throw new IndexOutOfBoundsException("a cell for each pair of labels");
      }
    }
    return new TableSummary(
        all.name,
        all.columns,
        all.ids,
        new FilmsPerPatient(patients),
        LabelCounts.of(
            labels,
            all.columns.rows(),
            counts(all, Label::positives),
            counts(all, Label::negatives),
            counts(all, Label::smoothed),
            new LabelCounts.Open(
                counts(all, Label::uncertain),
                counts(all, Label::blank),
                all.open.uncertain,
                all.open.blank)),
        CoOccurrence.of(labels, all.together, counts(all, Label::alone)),
        all.duplicates,
        all.account,
        all.leaks);
  }

  private static int[] counts(All all, ToIntFunction<Label> which) {
    return all.labels.stream().mapToInt(which).toArray();
  }
}

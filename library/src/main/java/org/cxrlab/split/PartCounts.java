package org.cxrlab.split;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Films;
import org.cxrlab.data.LabelCounts;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/** How often each label is present in each part of a division. */
public final class PartCounts implements Showable {
  private final Labels labels;
  private final Map<String, LabelCounts> counts;

  private PartCounts(Labels labels, Map<String, LabelCounts> counts) {
    this.labels = labels;
    this.counts = counts;
  }

  static PartCounts of(Map<String, Films> parts) {
    var counts = new LinkedHashMap<String, LabelCounts>();
    parts.forEach((name, films) -> counts.put(name, films.positives()));
    return new PartCounts(parts.values().iterator().next().labels(), counts);
  }

  /**
   * The counts of one part.
   *
   * @param name "train", "validation" or "test"; for folds "fold 1" and so on
   * @throws IllegalArgumentException if there is no such part
   */
  public LabelCounts part(String name) {
    LabelCounts part = counts.get(name);
    if (part == null) {
      throw new IllegalArgumentException(
          Text.format(
              "There is no part \"%s\"; the parts are %s.",
              name, String.join(", ", counts.keySet())));
    }
    return part;
  }

  /** The prevalence of each label, a bar for each part. */
  public Chart chart() {
    var bars = Charts.bars("Prevalence in each part", "% of films", labels.names());
    for (var part : counts.entrySet()) {
      bars =
          bars.series(
              part.getKey(),
              labels.names().stream()
                  .mapToDouble(l -> 100 * part.getValue().prevalence(l))
                  .toArray());
    }
    return bars.horizontal().build();
  }

  @Override
  public Figure figure() {
    List<String> columns = new ArrayList<>(List.of("Label"));
    counts.keySet().forEach(name -> columns.addAll(List.of(name, "%")));
    List<List<String>> rows = new ArrayList<>();
    for (String label : labels) {
      List<String> row = new ArrayList<>(List.of(label));
      counts
          .values()
          .forEach(
              part ->
                  row.addAll(
                      List.of(
                          Numbers.show(part.positives(label)),
                          Numbers.percent(part.prevalence(label)))));
      rows.add(row);
    }
    List<String> films = new ArrayList<>(List.of("all films"));
    counts.values().forEach(part -> films.addAll(List.of(Numbers.show(part.films()), "")));
    rows.add(films);
    return new TableFigure("Positive films of each label, by part", columns, rows);
  }
}

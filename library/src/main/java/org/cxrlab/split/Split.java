package org.cxrlab.split;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * A data set in three parts.
 *
 * @param train what the model learns from
 * @param validation what the best epoch and the cut-offs are chosen on
 * @param test what is looked at once, at the end
 */
public record Split(Films train, Films validation, Films test) implements Showable {
  /**
   * The same parts with these labels alone, in this order.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public Split onlyLabels(String... names) {
    return new Split(train.onlyLabels(names), validation.onlyLabels(names), test.onlyLabels(names));
  }

  /** The films of all parts, those of the training part first and those of the test part last. */
  public Films films() {
    return new Films(
        "all", train.labels(), Stream.of(train, validation, test).flatMap(Films::stream).toList());
  }

  /** Patients and pictures that are in more than one part. */
  public Leakage leakage() {
    return Leakage.among(parts());
  }

  /** Positives of each label in each part. */
  public PartCounts positives() {
    return PartCounts.of(parts());
  }

  private Map<String, Films> parts() {
    var parts = new LinkedHashMap<String, Films>();
    parts.put("train", train);
    parts.put("validation", validation);
    parts.put("test", test);
    return parts;
  }

  /** Films and patients of each part. */
  @Override
  public Figure figure() {
    int all = train.size() + validation.size() + test.size();
    var table = TableFigure.columns("Part", "Films", "Share of films", "Patients");
    parts()
        .forEach(
            (part, films) ->
                table.row(
                    part,
                    films.size(),
                    Numbers.percent((double) films.size() / all),
                    films.patients().count()));
    return table
        .caption(Text.count(all, "film") + " in three parts")
        .note(leakage().sentence())
        .build();
  }
}

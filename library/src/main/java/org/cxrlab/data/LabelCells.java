package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Text;

/**
 * A column for each label, with a word for yes and one for no; an empty cell is a label that nobody
 * knows.
 *
 * @param columns of the labels, in their order
 * @param words that a cell may hold, and what they mean
 * @param rule for the message about any other, after "holds ... where"
 */
record LabelCells(List<Integer> columns, Map<String, Float> words, String rule) {
  LabelCells {
    columns = List.copyOf(columns);
    words = Map.copyOf(words);
  }

  /** The labels of the current row. */
  List<Float> values(CsvReader csv) {
    List<Float> values = new ArrayList<>(columns.size());
    for (int column : columns) {
      values.add(value(csv, column));
    }
    return values;
  }

  private Float value(CsvReader csv, int column) {
    String text = csv.get(column);
    if (text.isEmpty()) {
      return Float.NaN;
    }
    Float value = words.get(text);
    if (value == null) {
      throw csv.error(
          column,
          Text.format("holds \"%s\" where %s; leave the cell empty if nobody knows", text, rule));
    }
    return value;
  }
}

package org.cxrlab.notebook;

import java.awt.image.BufferedImage;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import tech.tablesaw.api.Table;

/** Figures of values that don't bring their own. */
final class Views {
  /** Rows of a long table that are shown. */
  private static final int ROWS = 10;

  /** Figures of a long list that are shown. */
  private static final int FIGURES = 24;

  /** Elements of a long array that are shown. */
  private static final int ELEMENTS = 20;

  /** What Java calls an array by: "[F@68c87ad7". */
  private static final Pattern ADDRESS =
      Pattern.compile("\\[([ZBCSIJFD]|L[\\w.$]+;)@[0-9a-f]{1,8}");

  private Views() {}

  static Figure picture(BufferedImage image) {
    return new Picture(image, "a picture made in this notebook");
  }

  /**
   * A chart of XChart: a user's in its own style, one of this library's as the library shows it.
   */
  static Figure chart(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) {
    String title = chart.getTitle();
    return Charts.xchart(
        chart, title == null || title.isBlank() ? "a chart made in this notebook" : title);
  }

  /** The first rows and the size. */
  static Figure table(Table table) {
    var view = TableFigure.columns(table.columnNames().toArray(String[]::new));
    int shown = Math.min(ROWS, table.rowCount());
    for (int row = 0; row < shown; row++) {
      int r = row;
      view.row(
          table.columns().stream()
              .map(column -> column.isMissing(r) ? null : cell(column.get(r)))
              .toArray());
    }
    return view.caption(
            size(table.name(), shown, table.rowCount(), "row")
                + ", "
                + Text.count(table.columnCount(), "column"))
        .build();
  }

  /** The components of a record, one a row. */
  static Figure fields(Record record) {
    var view = TableFigure.columns(record.getClass().getSimpleName(), "");
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      view.row(component.getName(), cell(value(component, record)));
    }
    return view.build();
  }

  /**
   * Records of one class as a table, values with figures of their own side by side; nothing for
   * other collections, which are shown as text.
   */
  static Optional<Figure> collection(Collection<?> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.stream().allMatch(Showable.class::isInstance)) {
      List<Figure> figures =
          values.stream().limit(FIGURES).map(v -> ((Showable) v).figure()).toList();
      return Optional.of(new Panel(figures));
    }
    Class<?> type = values.iterator().next() instanceof Record first ? first.getClass() : null;
    return type != null && values.stream().allMatch(type::isInstance)
        ? Optional.of(records(type, values))
        : Optional.empty();
  }

  private static Figure records(Class<?> type, Collection<?> values) {
    RecordComponent[] components = type.getRecordComponents();
    var view =
        TableFigure.columns(
            Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
    values.stream()
        .limit(ROWS)
        .forEach(v -> view.row(Arrays.stream(components).map(c -> cell(value(c, v))).toArray()));
    int shown = Math.min(ROWS, values.size());
    return view.caption(size(type.getSimpleName(), shown, values.size(), "row")).build();
  }

  /**
   * A value in words, with the elements of arrays wherever in it they lie, of which Java itself
   * tells no more than where they are in memory.
   */
  static String text(Object value) {
    if (!tellsNoElements(value)) {
      return String.valueOf(value);
    } else if (value instanceof Collection<?> values) {
      return "[" + listed(values.stream(), values.size()) + "]";
    } else if (value instanceof Map<?, ?> values) {
      return "{" + listed(values.entrySet().stream().map(Views::entry), values.size()) + "}";
    } else if (value instanceof Optional<?> held) {
      return "Optional[" + text(held.orElseThrow()) + "]";
    } else if (value instanceof Record owner) {
      return Arrays.stream(owner.getClass().getRecordComponents())
          .map(c -> c.getName() + "=" + text(value(c, owner)))
          .collect(Collectors.joining(", ", owner.getClass().getSimpleName() + "[", "]"));
    } else if (value.getClass().isArray()) {
      int length = Array.getLength(value);
      return "["
          + listed(IntStream.range(0, length).mapToObj(i -> Array.get(value, i)), length)
          + "]";
    }
    return value.toString();
  }

  /** Whether there is an array in a value, of which its own words have no element. */
  static boolean tellsNoElements(Object value) {
    return ADDRESS.matcher(String.valueOf(value)).find();
  }

  private static String entry(Map.Entry<?, ?> entry) {
    return text(entry.getKey()) + "=" + text(entry.getValue());
  }

  /** The first elements, and how many there are where that is not all. */
  private static String listed(Stream<?> all, int length) {
    String first = all.limit(ELEMENTS).map(Views::text).collect(Collectors.joining(", "));
    return length > ELEMENTS ? first + ", … " + Text.count(length, "element") : first;
  }

  /** Numbers stay numbers, so that they are aligned and rounded as in every table. */
  private static Object cell(Object value) {
    return tellsNoElements(value) ? text(value) : value;
  }

  private static String size(String name, int shown, int all, String unit) {
    String size =
        Text.count(all, unit) + (shown < all ? " (the first " + shown + " are shown)" : "");
    return name == null || name.isBlank() ? size : name + ": " + size;
  }

  private static Object value(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new CxrlabException(
          "The record's " + component.getName() + " can't be read.", e.getCause());
    }
  }
}

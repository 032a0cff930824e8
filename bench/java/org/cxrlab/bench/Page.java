package org.cxrlab.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.data.CsvReader;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/** The results as a page: what was measured as a table, ratios beside their goals as charts. */
final class Page {
  private record Row(
      String part,
      String peer,
      String ours,
      String theirs,
      String unit,
      String ratio,
      String goal) {
    boolean hasGoal() {
      return !goal.isEmpty();
    }

    String name() {
      return part + ", " + peer;
    }
  }

  private Page() {}

  /** Reads latest.csv, machine.txt and growth.csv of a folder, and writes index.html there. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<Row> rows = read(folder.resolve("latest.csv"));
    List<Figure> figures = new ArrayList<>();
    figures.add(chart("Ratios to reach: time of the peer over ours", rows, 0, 5));
    figures.add(chart("The larger ones", rows, 5, Double.MAX_VALUE));
    figures.add(table(rows));
    Path growth = folder.resolve("growth.csv");
    if (Files.exists(growth)) {
      figures.addAll(growth(growth));
    }
    var body = new StringBuilder();
    for (String line : Files.readAllLines(folder.resolve("machine.txt"))) {
      body.append("<p>").append(Html.escape(line)).append("</p>\n");
    }
    figures.stream().filter(f -> f != null).forEach(f -> body.append(f.html()).append('\n'));
    Files.writeString(folder.resolve("index.html"), html(body.toString()));
  }

  private static List<Row> read(Path file) {
    List<Row> rows = new ArrayList<>();
    try (CsvReader csv = CsvReader.open(file)) {
      while (csv.next()) {
        rows.add(
            new Row(
                csv.get(0),
                csv.get(1),
                csv.get(2),
                csv.get(3),
                csv.get(4),
                csv.get(5),
                csv.get(6)));
      }
    }
    return rows;
  }

  /**
   * Ratios whose goal lies in a range, each with its goal; null where there are none. What is ten
   * times its goal would make all others small, and is left to the table.
   */
  private static Figure chart(String title, List<Row> all, double above, double most) {
    List<Row> rows =
        all.stream()
            .filter(Row::hasGoal)
            .filter(r -> Double.parseDouble(r.goal()) > above)
            .filter(r -> Double.parseDouble(r.goal()) <= most)
            .filter(r -> Double.parseDouble(r.ratio()) < 10 * Double.parseDouble(r.goal()))
            .toList();
    if (rows.isEmpty()) {
      return null;
    }
    return Charts.bars(title, "times", rows.stream().map(Row::name).toList())
        .series("measured", rows.stream().mapToDouble(r -> Double.parseDouble(r.ratio())).toArray())
        .series("goal", rows.stream().mapToDouble(r -> Double.parseDouble(r.goal())).toArray())
        .horizontal()
        .values(value -> Text.format("%.2f", value))
        .size(820, 90 + 44 * rows.size())
        .build();
  }

  private static Figure table(List<Row> rows) {
    var table =
        TableFigure.columns("Part", "Peer", "Ours", "Theirs", "Unit", "Ratio", "Goal", "Reached");
    for (Row r : rows) {
      boolean reached =
          r.hasGoal() && Double.parseDouble(r.ratio()) >= Double.parseDouble(r.goal());
      table.row(
          r.part(),
          r.peer(),
          r.ours(),
          r.theirs(),
          r.unit(),
          r.ratio(),
          r.goal(),
          r.hasGoal() ? reached ? "yes" : "no" : "");
    }
    return table.caption("Medians; the ratio is the median of the ratios pair by pair").build();
  }

  /** A chart for each measure that grew with something. */
  private static List<Figure> growth(Path file) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    Map<String, String> axes = new LinkedHashMap<>();
    try (CsvReader csv = CsvReader.open(file)) {
      while (csv.next()) {
        String name = csv.get(0);
        axes.put(name, csv.get(1));
        points
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(IntStream.range(2, 5).mapToDouble(i -> Double.parseDouble(csv.get(i))).toArray());
      }
    }
    List<Figure> figures = new ArrayList<>();
    points.forEach(
        (name, list) -> {
          double[] x = list.stream().mapToDouble(p -> p[0]).toArray();
          LineChart time = Charts.lines(name + ": time", axes.get(name), "seconds");
          time.line("seconds", x, list.stream().mapToDouble(p -> p[1]).toArray());
          time.points("measured", x, list.stream().mapToDouble(p -> p[1]).toArray());
          figures.add(time.size(560, 320).build());
          LineChart memory = Charts.lines(name + ": memory", axes.get(name), "MB at the peak");
          memory.line("MB", x, list.stream().mapToDouble(p -> p[2]).toArray());
          figures.add(memory.size(560, 320).build());
        });
    return figures;
  }

  private static String html(String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>cxrlab measured</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        p { margin: 0.2rem 0; }
        </style>
        </head>
        <body>
        <h1>cxrlab beside its peers</h1>
        """
        + body
        + "</body>\n</html>\n";
  }
}

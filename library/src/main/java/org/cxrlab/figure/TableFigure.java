package org.cxrlab.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of cells that are already text. Columns that hold only numbers are aligned to the right,
 * in figures of equal width.
 *
 * @param caption shown above the table, or empty
 * @param columns column headings
 * @param rows cells row by row, each row as long as {@code columns}
 * @param note shown below the table, or empty
 */
public record TableFigure(
    String caption, List<String> columns, List<List<String>> rows, String note) implements Figure {
  /** A number, a share, an interval or the dash for "not defined". */
  private static final Pattern NUMERIC =
      Pattern.compile("–|[-+(\\[]?\\d([\\d.,\\s%()\\[\\]±×–-]|to)*(e-?\\d+)?|∞|-∞");

  /** A shadow where more columns are to be scrolled to; paper can't scroll. */
  private static final String SCROLL =
      ".cxr-scroll{background:"
          + side("90deg", "0", "var(--jp-layout-color0,#fff) 30%", "2.5em", "local")
          + ","
          + side("270deg", "100%", "var(--jp-layout-color0,#fff) 30%", "2.5em", "local")
          + ","
          + side("90deg", "0", "rgba(128,128,128,.5)", ".8em", "scroll")
          + ","
          + side("270deg", "100%", "rgba(128,128,128,.5)", ".8em", "scroll")
          + "}@media print{.cxr-scroll{overflow:visible!important;background:none!important}}";

  private static final String NO_BREAK_HYPHEN = "\u2011";

  /** Cells longer than this may break into lines. */
  private static final int LONG = 40;

  /** A table of more columns than these is set closer, so that a page has room for it. */
  private static final int MANY = 7;

  /** In such a table, words longer than this together may break into lines. */
  private static final int LONG_OF_MANY = 12;

  // Every style is inline: JupyterLab takes style sheets out of notebooks that it doesn't trust.
  // Colours come from the page, so the table reads on a dark one too.
  private static final String TABLE =
      "border-collapse:collapse;border:0;margin:0;color:inherit;line-height:1.35;"
          + "font-variant-numeric:tabular-nums;font-size:";
  private static final String CAPTION =
      "caption-side:top;text-align:left;font-weight:600;color:inherit;padding:0 0 .5em";
  private static final String HEAD =
      "background:none;border:0;border-bottom:1.5px solid rgba(128,128,128,.8)";
  private static final String ROW =
      "background:none;border:0;border-bottom:1px solid rgba(128,128,128,.25);break-inside:avoid";
  private static final String CELL = "border:0;vertical-align:";
  private static final String NOTE = "font-size:.85em;opacity:.75;margin:.4em 0 0";

  /** Checks that each row has a cell for each column; copies the lists. */
  public TableFigure {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row of " + row.size() + " cells in a table of " + columns.size() + " columns.");
      }
    }
  }

  /** A table with nothing written below it. */
  public TableFigure(String caption, List<String> columns, List<List<String>> rows) {
    this(caption, columns, rows, "");
  }

  /** A table to which rows are added with {@link Builder#row}. */
  public static Builder columns(String... names) {
    return new Builder(List.of(names));
  }

  /** The first {@code n} rows, with a line below that says how many more there are. */
  public TableFigure first(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("A table can't show " + n + " rows; give 0 or more.");
    }
    int more = rows.size() - n;
    if (more <= 0) {
      return this;
    }
    String line = "… " + Numbers.show(more) + (more == 1 ? " more row" : " more rows");
    return new TableFigure(
        caption, columns, rows.subList(0, n), note.isEmpty() ? line : line + ". " + note);
  }

  @Override
  public String html() {
    boolean[] right = numericColumns();
    var html = new StringBuilder("<div class=\"cxr-table\" style=\"margin:.8em 0 1.2em\">");
    html.append("<style>" + SCROLL + "</style>");
    html.append("<div class=\"cxr-scroll\" style=\"overflow-x:auto\" tabindex=\"0\">");
    html.append("<table style=\"" + TABLE + (isWide() ? ".78em" : ".84em") + "\">");
    if (!caption.isEmpty()) {
      html.append("<caption style=\"" + CAPTION + "\">" + Html.escape(caption) + "</caption>");
    }
    html.append("<thead><tr style=\"" + HEAD + "\">");
    for (int c = 0; c < right.length; c++) {
      String style = CELL + "bottom;font-weight:600;" + layout(c, right[c], "normal");
      html.append("<th scope=\"col\" style=\"" + style + "\">");
      html.append(cell(columns.get(c).replace("-", NO_BREAK_HYPHEN)) + "</th>");
    }
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr style=\"" + ROW + "\">");
      for (int c = 0; c < right.length; c++) {
        html.append(
            "<td style=\""
                + CELL
                + "top;"
                + layout(c, right[c], wrap(row.get(c), right[c]))
                + "\">");
        html.append(cell(row.get(c)) + "</td>");
      }
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
    if (!note.isEmpty()) {
      html.append("<p style=\"" + NOTE + "\">" + Html.escape(note) + "</p>");
    }
    return html.append("</div>").toString();
  }

  /**
   * One side's gradient. Those that move with the table hide those that stay with its frame, but
   * for where the table goes on.
   */
  private static String side(
      String direction, String place, String from, String width, String attachment) {
    return "linear-gradient("
        + direction
        + ","
        + from
        + ",transparent) "
        + place
        + "/"
        + width
        + " 100% no-repeat "
        + attachment;
  }

  /** The table in columns of equal width, for a typeface of equal widths. */
  @Override
  public String text() {
    boolean[] right = numericColumns();
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      int at = c;
      widths[c] =
          Math.max(
              length(columns.get(c)),
              rows.stream().mapToInt(r -> length(r.get(at))).max().orElse(0));
    }
    var lines = new ArrayList<String>();
    if (!caption.isEmpty()) {
      lines.add(caption);
    }
    lines.add(line(columns, widths, right));
    lines.add(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
    rows.forEach(r -> lines.add(line(r, widths, right)));
    if (!note.isEmpty()) {
      lines.add(note);
    }
    return String.join("\n", lines);
  }

  /** The table in Markdown, as it stands in a page of text: without caption and note. */
  public String markdown() {
    boolean[] right = numericColumns();
    var lines = new ArrayList<String>();
    lines.add(markdown(columns));
    lines.add(
        IntStream.range(0, right.length)
            .mapToObj(c -> right[c] ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |")));
    rows.forEach(row -> lines.add(markdown(row)));
    return String.join("\n", lines);
  }

  private static String markdown(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private boolean[] numericColumns() {
    boolean[] numeric = new boolean[columns.size()];
    for (int c = 0; c < numeric.length; c++) {
      int at = c;
      List<String> cells = rows.stream().map(r -> r.get(at)).filter(s -> !s.isEmpty()).toList();
      numeric[c] = !cells.isEmpty() && cells.stream().allMatch(s -> NUMERIC.matcher(s).matches());
    }
    return numeric;
  }

  private boolean isWide() {
    return columns.size() > MANY;
  }

  private String layout(int column, boolean right, String wrap) {
    String side = isWide() ? ".3em" : ".55em";
    return "padding:.32em "
        + side
        + " .32em "
        + (column == 0 ? "0;" : side + ";")
        + (right ? "text-align:right;" : "text-align:left;")
        + "white-space:"
        + wrap;
  }

  private String wrap(String text, boolean right) {
    boolean words = !right && isWide() && text.length() > LONG_OF_MANY;
    if (isEstimate(text) || (words && text.length() <= LONG)) {
      return "normal";
    }
    return text.length() > LONG ? "normal;min-width:16em" : "nowrap";
  }

  /** Where there is no room for all columns, an interval stands below its estimate. */
  private static String cell(String text) {
    String html = Html.escape(text);
    return endsInBrackets(text)
        ? html.replace(" (", " <span style='white-space:nowrap'>(") + "</span>"
        : html;
  }

  /** A number with its interval in brackets. */
  private static boolean isEstimate(String text) {
    return endsInBrackets(text) && NUMERIC.matcher(text).matches();
  }

  private static boolean endsInBrackets(String text) {
    int begin = text.indexOf(" (");
    return begin > 0 && begin == text.lastIndexOf(" (") && text.endsWith(")");
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            c -> {
              String space = " ".repeat(widths[c] - length(cells.get(c)));
              return right[c] ? space + cells.get(c) : cells.get(c) + space;
            })
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Collects rows; {@link #build()} gives the table. */
  public static final class Builder implements Showable {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private String caption = "";
    private String note = "";

    private Builder(List<String> columns) {
      this.columns = columns;
    }

    /** Text above the table. */
    public Builder caption(String text) {
      caption = text;
      return this;
    }

    /** Text below the table. */
    public Builder note(String text) {
      note = text;
      return this;
    }

    /** One more row; numbers are shown by {@link Numbers}, everything else by its toString. */
    public Builder row(Object... cells) {
      rows.add(Arrays.stream(cells).map(Numbers::show).toList());
      return this;
    }

    /** The table. */
    public TableFigure build() {
      return new TableFigure(caption, columns, rows, note);
    }

    /** A table whose {@link #build()} was forgotten shows itself all the same. */
    @Override
    public Figure figure() {
      return build();
    }
  }
}

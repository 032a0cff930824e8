package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cxrlab.figure.Text;

/**
 * The role of each column of a table of films: by its name, by what stands in it, or as asked for.
 */
final class TableColumns {
  private static final String ASKED = "as asked for";

  private final List<String> header;
  private final List<ColumnScan> scans;
  private final ColumnRole[] roles;
  private final String[] reasons;
  private boolean edges;
  private int[] box = {};

  /**
   * Decides all roles.
   *
   * @param scans what stands in each column; empty where the names tell enough
   * @param asked roles by the names of columns, which go before every rule
   */
  TableColumns(List<String> header, List<ColumnScan> scans, Map<String, ColumnRole> asked) {
    this.header = header;
    this.scans = scans;
    roles = new ColumnRole[header.size()];
    reasons = new String[header.size()];
    asked.forEach((name, role) -> set(header.indexOf(name), role, ASKED));
    byName(ColumnRole.IMAGE, imageNames());
    byName(ColumnRole.PATIENT, ColumnNames.PATIENT);
    byName(ColumnRole.AGE, ColumnNames.AGE);
    byName(ColumnRole.SEX, ColumnNames.SEX);
    byName(ColumnRole.READER, ColumnNames.READER);
    findBox();
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] == null && ColumnNames.VIEW.contains(CsvReader.key(header.get(i)))) {
        set(i, ColumnRole.VIEW, "by its name");
      }
    }
    imageAtLast();
    byContent(asked.containsValue(ColumnRole.LABEL));
  }

  /** Whether the names of columns alone tell what each is, as those of NIH's table do. */
  static boolean isTold(List<String> header) {
    return isNih(header) || isAdjudicated(header);
  }

  static boolean isNih(List<String> header) {
    return header.contains("Image Index")
        && header.contains("Finding Labels")
        && header.contains("Patient ID");
  }

  static boolean isAdjudicated(List<String> header) {
    return header.contains("Image Index") && header.containsAll(Labels.ADJUDICATED.names());
  }

  private void set(int column, ColumnRole role, String reason) {
    roles[column] = role;
    reasons[column] = reason;
  }

  private boolean has(ColumnRole role) {
    return Arrays.asList(roles).contains(role);
  }

  private String key(int column) {
    return CsvReader.key(header.get(column));
  }

  private boolean namesPictures(int column) {
    return !scans.isEmpty() && scans.get(column).namesPictures();
  }

  /** Gives a role that only one column can have to the one with the surest name. */
  private void byName(ColumnRole role, List<String> names) {
    if (has(role)) {
      return;
    }
    for (String name : names) {
      for (int i = 0; i < roles.length; i++) {
        if (roles[i] == null && key(i).equals(name)) {
          set(i, role, "by its name");
          return;
        }
      }
    }
  }

  /** Those whose column names picture files go first. */
  private List<String> imageNames() {
    Set<String> sure = new HashSet<>();
    IntStream.range(0, roles.length)
        .filter(this::namesPictures)
        .mapToObj(this::key)
        .forEach(sure::add);
    List<String> names = new ArrayList<>(ColumnNames.IMAGE);
    names.sort((a, b) -> Boolean.compare(sure.contains(b), sure.contains(a)));
    return names;
  }

  private void imageAtLast() {
    if (has(ColumnRole.IMAGE)) {
      return;
    }
    int column =
        IntStream.range(0, roles.length)
            .filter(i -> roles[i] == null)
            .filter(this::namesPictures)
            .findFirst()
            .orElse(-1);
    if (column >= 0) {
      set(column, ColumnRole.IMAGE, "its cells are picture files");
      return;
    }
    byName(ColumnRole.IMAGE, ColumnNames.IMAGE_AT_LAST);
  }

  /** The columns of a box, if all four are there. */
  private void findBox() {
    edges = !takeBox(ColumnNames.BOX_SIDES) && takeBox(ColumnNames.BOX_EDGES);
  }

  private boolean takeBox(List<List<String>> kinds) {
    List<String> keys = header.stream().map(CsvReader::key).toList();
    for (List<String> names : kinds) {
      if (keys.containsAll(names)) {
        box = names.stream().mapToInt(keys::indexOf).toArray();
        if (Arrays.stream(box).allMatch(i -> roles[i] == null)) {
          Arrays.stream(box).forEach(i -> set(i, ColumnRole.BOX, "by its name"));
          return true;
        }
        box = new int[0];
      }
    }
    return false;
  }

  private void byContent(boolean labelsAsked) {
    boolean told = isTold(header);
    boolean adjudicated = isAdjudicated(header);
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] != null) {
        continue;
      }
      String name = header.get(i);
      if (header.indexOf(name) < i && !name.isEmpty()) {
        set(i, ColumnRole.DESCRIPTION, "an earlier column has the same name");
      } else if (ColumnNames.isIndex(name)) {
        set(i, ColumnRole.INDEX, "by its name");
      } else if (ColumnNames.isSplit(name)) {
        set(i, ColumnRole.SPLIT, "by its name");
      } else if (told) {
        boolean label =
            adjudicated ? Labels.ADJUDICATED.names().contains(name) : name.equals("Finding Labels");
        if (!label || labelsAsked) {
          set(i, ColumnRole.DESCRIPTION, "another column has the labels");
        } else {
          set(i, adjudicated ? ColumnRole.LABEL : ColumnRole.FINDINGS, "by its name");
        }
      } else if (ColumnNames.isDescription(name)) {
        set(i, ColumnRole.DESCRIPTION, "by its name");
      } else {
        byScan(i, labelsAsked);
      }
    }
    findingsInWords(labelsAsked);
  }

  private void byScan(int column, boolean labelsAsked) {
    ColumnScan scan = scans.get(column);
    if (!scan.holdsLabels()) {
      set(
          column,
          ColumnRole.DESCRIPTION,
          scan.isEmpty() ? "it is empty" : "most of its cells are no labels");
    } else if (labelsAsked) {
      set(column, ColumnRole.DESCRIPTION, "other labels were asked for");
    } else {
      set(column, ColumnRole.LABEL, "its cells are 0, 1, -1, or words for them");
    }
  }

  /** A column of words is read for its findings only where no column is a label. */
  private void findingsInWords(boolean labelsAsked) {
    boolean boxes = box.length > 0;
    if (scans.isEmpty() || labelsAsked || has(ColumnRole.LABEL) && !boxes) {
      return;
    }
    for (String name : ColumnNames.FINDINGS) {
      for (int i = 0; i < roles.length; i++) {
        if (roles[i] == ColumnRole.DESCRIPTION
            && key(i).equals(name)
            && scans.get(i).holdsFindings()
            && !has(ColumnRole.FINDINGS)) {
          set(i, ColumnRole.FINDINGS, "its cells name findings");
        }
      }
    }
  }

  int size() {
    return roles.length;
  }

  String name(int column) {
    return header.get(column);
  }

  ColumnRole role(int column) {
    return roles[column];
  }

  String reason(int column) {
    return reasons[column];
  }

  /** The columns with a role, in the table's order. */
  int[] with(ColumnRole role) {
    return IntStream.range(0, roles.length).filter(i -> roles[i] == role).toArray();
  }

  /** The column with a role, or -1. */
  int one(ColumnRole role) {
    return IntStream.range(0, roles.length).filter(i -> roles[i] == role).findFirst().orElse(-1);
  }

  /** The column that names the pictures, or -1: that of patients where each has one film. */
  int image() {
    int image = one(ColumnRole.IMAGE);
    // As in the RSNA's list of boxes.
    return image < 0 && box.length > 0 ? one(ColumnRole.PATIENT) : image;
  }

  /** The column of patients, or -1; it may be that of the pictures. */
  int patient() {
    int patient = one(ColumnRole.PATIENT);
    int image = one(ColumnRole.IMAGE);
    return patient < 0 && image >= 0 && ColumnNames.PATIENT.contains(key(image)) ? image : patient;
  }

  /** Where the cells of views are to be looked for, the surest first. */
  int[] views() {
    return IntStream.of(with(ColumnRole.VIEW))
        .boxed()
        .sorted(
            (a, b) ->
                Integer.compare(ColumnNames.VIEW.indexOf(key(a)), ColumnNames.VIEW.indexOf(key(b))))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Left, top, then width and height, or right and bottom; empty where a row has no box. */
  int[] box() {
    return box.clone();
  }

  /** Whether the last two columns of a box are its right and its bottom edge. */
  boolean boxHasEdges() {
    return edges;
  }

  /** The labels, in the table's order. */
  Labels labels() {
    int findings = one(ColumnRole.FINDINGS);
    if (findings >= 0 && isLikeNih(findings)) {
      return Labels.NIH;
    }
    List<String> names = new ArrayList<>();
    IntStream.of(with(ColumnRole.LABEL)).mapToObj(header::get).forEach(names::add);
    if (names.isEmpty() && findings >= 0) {
      names.addAll(scans.get(findings).findings());
    }
    return new Labels(names);
  }

  /** Whether the findings are among NIH's, in a column that is called as NIH's is. */
  private boolean isLikeNih(int findings) {
    return scans.isEmpty()
        || key(findings).equals("findinglabels")
            && scans.get(findings).findings().stream()
                .allMatch(name -> LabelSpelling.indexOf(Labels.NIH.names(), name) >= 0);
  }

  /** Tells the roles, columns of the same role together. */
  void tell(String table, SourceLog log) {
    for (int i = 0; i < roles.length; i++) {
      log.decided(
          "columns of " + table,
          Text.format("are %s: %s", roles[i].words(), reasons[i]),
          name(i).isEmpty() ? "column " + (i + 1) : name(i));
    }
  }

  /** The columns by role, for sentences: "Image (picture), Mass (label)". */
  String words() {
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < roles.length; i++) {
      words.put(name(i), name(i) + " (" + roles[i].words() + ")");
    }
    return String.join(", ", words.values());
  }
}

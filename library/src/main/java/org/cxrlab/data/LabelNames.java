package org.cxrlab.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What label names mean across public data sets, by the table {@code labels.txt}, which names its
 * sources: which names are one finding, which are a kind or a part of it, and which are kept apart
 * from it, with the reason.
 */
final class LabelNames {
  static final String NO_FINDING = "No Finding";
  static final String DEVICES = "Support Devices";

  private static final Map<String, Finding> FINDINGS = read();
  private static final Map<String, Finding> BY_NAME = byName();

  private LabelNames() {}

  /**
   * A name and what stands beside it.
   *
   * @param label the name
   * @param note the sets that use it, or why it is kept apart
   */
  record Name(String label, String note) {}

  /**
   * One finding.
   *
   * @param name what it is called here
   * @param same names that mean it
   * @param kinds names of which each means that it is present, and none that it is absent
   * @param parts findings of which it consists
   * @param apart names that mean something else, and why
   */
  record Finding(
      String name, List<Name> same, List<Name> kinds, List<Name> parts, List<Name> apart) {
    private Finding(String name) {
      this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The keys of the names that mean this very finding. */
    Set<String> keys() {
      return keysOf(same);
    }

    /** The keys of all names that tell that it is present, but not of those that mean it. */
    Set<String> kindKeys() {
      var keys = new LinkedHashSet<>(keysOf(kinds));
      for (Name part : parts) {
        Finding finding = FINDINGS.get(part.label);
        keys.addAll(finding.keys());
        keys.addAll(finding.kindKeys());
      }
      return keys;
    }

    /** The findings of which it consists; none where it is no sum of others. */
    List<Finding> partFindings() {
      return parts.stream().map(part -> FINDINGS.get(part.label)).toList();
    }

    private static Set<String> keysOf(List<Name> names) {
      var keys = new LinkedHashSet<String>();
      names.forEach(name -> keys.add(CsvReader.key(name.label)));
      return keys;
    }
  }

  /** All findings, in the table's order. */
  static List<Finding> all() {
    return List.copyOf(FINDINGS.values());
  }

  /** The finding that a label means, or null where the table does not have it. */
  static Finding of(String label) {
    return BY_NAME.get(CsvReader.key(label));
  }

  /** Why a label does not tell a finding; empty where the table does not say. */
  static String apart(Finding finding, String label) {
    String key = CsvReader.key(label);
    return finding.apart.stream()
        .filter(name -> CsvReader.key(name.label).equals(key))
        .map(Name::note)
        .findFirst()
        .orElse("");
  }

  private static Map<String, Finding> byName() {
    Map<String, Finding> names = new LinkedHashMap<>();
    for (Finding finding : FINDINGS.values()) {
      finding.keys().forEach(key -> names.put(key, finding));
    }
    return names;
  }

  private static Map<String, Finding> read() {
    Map<String, Finding> findings = new LinkedHashMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                LabelNames.class.getResourceAsStream("labels.txt"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          add(findings, line.split(" \\| ", 4));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The table of label names can't be read.", e);
    }
    return findings;
  }

  private static void add(Map<String, Finding> findings, String[] cells) {
    Finding finding = findings.computeIfAbsent(cells[0], Finding::new);
    List<Name> names =
        switch (cells[1]) {
          case "same" -> finding.same;
          case "kind" -> finding.kinds;
          case "part" -> finding.parts;
          case "apart" -> finding.apart;
          default -> throw new IllegalStateException("labels.txt has no relation " + cells[1]);
        };
    names.add(new Name(cells[2], cells[3]));
  }
}

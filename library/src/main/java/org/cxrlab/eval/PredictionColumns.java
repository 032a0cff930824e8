package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.LabelSpelling;
import org.cxrlab.data.SheetText;
import org.cxrlab.data.TableException;
import org.cxrlab.figure.Text;

/**
 * Which columns of a table hold the probabilities of which labels. A column is called as its label,
 * or says in its name that it is a prediction of it, as Mass_prob and pred_Mass do; where both are
 * there, the one that is called as the label is the truth, as such tables have it.
 *
 * @param labels those with a column, in the order of the columns
 * @param positions of their columns
 * @param others positions of the columns that belong to no label
 * @param remarks sentences on columns whose names are not those of their labels
 */
record PredictionColumns(
    List<String> labels, List<Integer> positions, List<Integer> others, List<String> remarks) {
  private static final String WORDS = "prob|probability|proba|prediction|pred";
  private static final Pattern BEFORE = Pattern.compile("(?i)(?:" + WORDS + "|p)[_ .-](.+)");
  private static final Pattern AFTER = Pattern.compile("(?i)(.+)[_ .-](?:" + WORDS + ")");

  /** A column that may hold a label's probabilities. */
  private record Candidate(int position, String name, boolean says) {}

  /**
   * Finds the columns.
   *
   * @param image position of the column that names the images
   * @param known the labels of the films
   * @throws TableException if no column is any label's, or two are called as the same one
   */
  static PredictionColumns of(CsvReader csv, int image, List<String> known) {
    Map<String, List<Candidate>> byLabel = new LinkedHashMap<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < csv.header().size(); i++) {
      String name = SheetText.read(csv.header().get(i));
      int label = LabelSpelling.indexOf(known, name);
      boolean says = label < 0;
      if (says) {
        label = labelSaid(known, name);
      }
      if (i != image && label >= 0) {
        byLabel
            .computeIfAbsent(known.get(label), l -> new ArrayList<>(1))
            .add(new Candidate(i, name, says));
      } else if (i != image) {
        others.add(i);
      }
    }
    if (byLabel.isEmpty()) {
      throw new TableException(
          Text.format(
              "%s has no column for any of the labels %s, only %s; name its columns as the labels.",
              csv.file(), known, others.stream().map(csv.header()::get).toList()));
    }
    return chosen(csv, byLabel, others);
  }

  /** The label that a column says it is the prediction of; -1 if it says none. */
  private static int labelSaid(List<String> known, String name) {
    for (Pattern pattern : List.of(BEFORE, AFTER)) {
      Matcher said = pattern.matcher(name);
      int label = said.matches() ? LabelSpelling.indexOf(known, said.group(1)) : -1;
      if (label >= 0) {
        return label;
      }
    }
    return -1;
  }

  private static PredictionColumns chosen(
      CsvReader csv, Map<String, List<Candidate>> byLabel, List<Integer> others) {
    boolean[] decisions =
        byLabel.values().stream().anyMatch(PredictionColumns::isOpen)
            ? decisions(csv.file(), csv.header().size())
            : new boolean[csv.header().size()];
    List<Integer> positions = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    byLabel.forEach(
        (label, candidates) -> {
          Candidate chosen = choose(candidates, decisions);
          positions.add(chosen.position);
          for (Candidate other : candidates) {
            if (other != chosen && (other.says || chosen.says)) {
              remarks.add(
                  Text.format(
                      "The probability of %s is the column \"%s\", and \"%s\" is not used.",
                      label, chosen.name, other.name));
            } else if (other != chosen) {
              throw new TableException(
                  Text.format(
                      "%s has two columns for %s, \"%s\" and \"%s\"; delete or rename the one that is not to be taken.",
                      csv.file(), label, chosen.name, other.name));
            }
          }
          if (candidates.size() == 1 && !chosen.name.equals(label)) {
            remarks.add(Text.format("The column \"%s\" is taken for %s.", chosen.name, label));
          }
        });
    return new PredictionColumns(List.copyOf(byLabel.keySet()), positions, others, remarks);
  }

  private static boolean isOpen(List<Candidate> candidates) {
    return candidates.stream().anyMatch(Candidate::says) && candidates.size() > 1;
  }

  /** One that says it before one that does not, but decisions are no probabilities. */
  private static Candidate choose(List<Candidate> candidates, boolean[] decisions) {
    List<Candidate> saying = candidates.stream().filter(Candidate::says).toList();
    return saying.stream()
        .filter(candidate -> !decisions[candidate.position])
        .findFirst()
        .or(
            () ->
                saying.isEmpty()
                    ? candidates.stream().findFirst()
                    : candidates.stream()
                        .filter(candidate -> !decisions[candidate.position])
                        .findFirst())
        .orElseGet(() -> saying.get(0));
  }

  /** For each column whether all of its cells are exactly 0 or 1, as decisions and labels are. */
  private static boolean[] decisions(Path file, int columns) {
    boolean[] decisions = new boolean[columns];
    Arrays.fill(decisions, true);
    try (var csv = CsvReader.open(file)) {
      while (csv.next()) {
        for (int i = 0; i < columns; i++) {
          decisions[i] &= !csv.isProbability(i) || !Float.isNaN(csv.label(i));
        }
      }
    }
    return decisions;
  }
}

package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cxrlab.data.LabelNames.Finding;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.figure.Text;

/**
 * Several sets of films as one. Sets of one reading, as the parts of a split, are parts of one set,
 * and so are sets that share a file: there the same ID is the same patient.
 */
final class JoinedFilms {
  /** Tables write the same number as "13118", "00013118" and "13118.0". */
  private final List<Films> sets;

  /** For each set the first that is a part of the same one. */
  private final int[] groups;

  private final String[] names;
  private final Set<String> sharedPatients;
  private final Set<String> sharedImages;
  private final Labels labels;
  private final SourceLog log = new SourceLog();

  private JoinedFilms(List<Films> sets) {
    this.sets = sets;
    groups = groups(sets);
    names = names(sets, groups);
    sharedPatients = shared(film -> film.patientKey());
    sharedImages = shared(Film::image);
    Set<String> all = new LinkedHashSet<>();
    sets.forEach(films -> all.addAll(films.labels().names()));
    labels = new Labels(List.copyOf(all));
  }

  static Films of(List<Films> sets) {
    return new JoinedFilms(sets).films();
  }

  private Films films() {
    for (int i = 0; i < sets.size(); i++) {
      tell(i);
    }
    List<Film> films = joined(sets, log);
    tellLabels();
    List<UncertainLabels> rules = sets.stream().map(Films::uncertain).distinct().toList();
    if (rules.size() > 1) {
      log.decided("uncertain labels", "were decided in each set by its own rule", rules.toString());
    }
    List<Films> wholes = sets.stream().map(Films::wholeTable).toList();
    Films joined =
        new Films(String.join(" + ", new LinkedHashSet<>(List.of(names))), labels, films)
            .from(
                "Put together from "
                    + sets.stream()
                        .map(set -> Text.format("%s (%s)", names[sets.indexOf(set)], count(set)))
                        .collect(Collectors.joining(", "))
                    + ".",
                wholes.equals(sets)
                    ? null
                    : new Films("all rows", labels, joined(wholes, new SourceLog())))
            .from(log.source());
    return rules.size() == 1 ? joined.uncertain(rules.get(0)) : joined;
  }

  private static String count(Films films) {
    return Text.count(films.size(), "film");
  }

  /** For each set the first of those with which it is one. */
  private static int[] groups(List<Films> sets) {
    int[] groups = new int[sets.size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i;
      for (int j = 0; j < i; j++) {
        if (groups[i] == i && areOne(sets.get(i), sets.get(j))) {
          groups[i] = groups[j];
        }
      }
    }
    return groups;
  }

  private static boolean areOne(Films a, Films b) {
    if (a.isReadWith(b)) {
      return true;
    }
    Set<Path> paths = new HashSet<>();
    a.forEach(film -> paths.add(film.path()));
    return b.stream().map(Film::path).filter(paths::contains).limit(1).anyMatch(Files::exists);
  }

  /** What sets are called, each by another name unless they are one. */
  private static String[] names(List<Films> sets, int[] groups) {
    Map<String, Integer> owners = new HashMap<>();
    String[] names = new String[groups.length];
    for (int i = 0; i < names.length; i++) {
      String name = sets.get(i).name();
      names[i] = name;
      for (int n = 2; owners.getOrDefault(names[i], groups[i]) != groups[i]; n++) {
        names[i] = Text.format("%s (%d)", name, n);
      }
      owners.put(names[i], groups[i]);
    }
    return names;
  }

  /** The IDs that occur in sets that are not one. */
  private Set<String> shared(Function<Film, String> id) {
    Map<String, Integer> first = new HashMap<>();
    Set<String> shared = new HashSet<>();
    for (int i = 0; i < groups.length; i++) {
      for (Film film : sets.get(i).wholeTable()) {
        Integer other = first.putIfAbsent(id.apply(film), groups[i]);
        if (other != null && other != groups[i]) {
          shared.add(id.apply(film));
        }
      }
    }
    return shared;
  }

  private List<Film> joined(List<Films> parts, SourceLog to) {
    List<Film> films = new ArrayList<>();
    Map<String, Path> seen = new HashMap<>();
    Map<List<Float>, List<Float>> known = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      int[] columns =
          labels.names().stream().mapToInt(parts.get(i).labels().names()::indexOf).toArray();
      Map<FilmDetails, FilmDetails> details = new HashMap<>();
      String set = names[i];
      for (Film film : parts.get(i)) {
        Film one = named(film, names[groups[i]], to);
        if (seen.putIfAbsent(one.image(), film.path()) != null) {
          to.leftOut("films of " + set, "are in an earlier set", film.image());
          continue;
        }
        FilmDetails own =
            details.computeIfAbsent(film.details(), d -> d.source().isEmpty() ? d.from(set) : d);
        List<Float> values = values(film.values(), columns);
        films.add(
            one.labelled(labels, known.computeIfAbsent(values, List::copyOf), film.boxes(), own));
      }
    }
    return films;
  }

  /** The film with the set's name before the IDs that another set has, too. */
  private Film named(Film film, String set, SourceLog to) {
    boolean patient = sharedPatients.contains(film.patientKey());
    boolean image = sharedImages.contains(film.image());
    if (!patient && !image) {
      return film;
    }
    Film named =
        film.named(
            image ? set + "/" + film.image() : film.image(),
            patient ? set + "/" + film.patient() : film.patient());
    if (patient) {
      to.decided(
          "films whose patient's ID another set has",
          "have the set's name before it, as they are other patients",
          named.patient());
    }
    if (image) {
      to.decided(
          "films whose name another set has", "have the set's name before it", named.image());
    }
    return named;
  }

  private static List<Float> values(List<Float> own, int[] columns) {
    return Arrays.stream(columns).mapToObj(c -> c < 0 ? (Float) Float.NaN : own.get(c)).toList();
  }

  /** What the set's own account says, under its name, and which labels it does not tell. */
  private void tell(int i) {
    Films set = sets.get(i);
    log.used("films of " + names[i], set.size(), "are put together with others");
    log.addAll(
        new Source(
            set.source().entries().stream()
                .map(
                    entry ->
                        new Entry(
                            entry.fate(),
                            names[i] + ": " + entry.what(),
                            entry.count(),
                            entry.why(),
                            entry.examples()))
                .toList()));
    labels.names().stream()
        .filter(label -> !set.labels().names().contains(label))
        .forEach(
            label ->
                log.decided("labels", "are not told by " + names[i] + " and unknown there", label));
    if (groups[i] != i) {
      log.decided(
          "sets",
          "are parts of one, where the same ID is one patient",
          names[groups[i]] + ", " + names[i]);
    }
  }

  /** Labels of two names for one finding stay two; that is said. */
  private void tellLabels() {
    Map<Finding, List<String>> findings = new LinkedHashMap<>();
    for (String label : labels) {
      Finding finding = LabelNames.of(label);
      if (finding != null) {
        findings.computeIfAbsent(finding, f -> new ArrayList<>()).add(label);
      }
    }
    findings.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(
            same ->
                log.decided(
                    "labels",
                    "are names of one finding and stay apart; films.labelled(Vocabulary...) first makes them one",
                    String.join(" and ", same)));
  }
}

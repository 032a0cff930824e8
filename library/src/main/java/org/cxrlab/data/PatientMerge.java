package org.cxrlab.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the films of patients whose IDs come sorted by small letters and row, and tells of IDs
 * that are written in several ways.
 */
public final class PatientMerge {
  /**
   * A patient.
   *
   * @param key the ID as it is compared
   * @param written the ID as it is first written
   * @param films how many there are
   */
  public record PatientFilms(String key, String written, long films) {}

  /** An ID in one way of writing it. */
  private record Form(String written, boolean own, int row, long films) {}

  private final String name;
  private final TableTotals totals;
  private String small;
  private List<Form> forms = new ArrayList<>();

  PatientMerge(String name, TableTotals totals) {
    this.name = name;
    this.totals = totals;
  }

  /**
   * Adds a way to write an ID, and gives the patients that are complete with it.
   *
   * @param key in small letters, by {@link PatientUse#small}
   * @param written as {@link PatientUse#written}
   * @param own as {@link PatientUse#own}
   * @param row the first that has it
   */
  public List<PatientFilms> add(String key, String written, boolean own, int row, long films) {
    List<PatientFilms> before = List.of();
    if (!key.equals(small)) {
      before = end();
      small = key;
    }
    forms.add(new Form(written == null ? key : written, own, row, films));
    return before;
  }

  /** The patients of the last IDs. */
  public List<PatientFilms> end() {
    List<Form> all = forms;
    forms = new ArrayList<>(1);
    if (all.size() == 1 && (all.get(0).own || PatientIds.isPlain(all.get(0).written))) {
      Form one = all.get(0);
      return count(List.of(new PatientFilms(PatientIds.key(one.written), one.written, one.films)));
    }
    return count(together(all));
  }

  private List<PatientFilms> together(List<Form> all) {
    var log = new SourceLog();
    PatientIds ids = FilmCollector.patients(name, log);
    Map<String, PatientFilms> patients = new LinkedHashMap<>();
    for (Form form : all) {
      String written = form.own ? form.written : ids.id(form.written, form.row);
      String key = PatientIds.key(form.written);
      patients.merge(
          key,
          new PatientFilms(key, written, form.films),
          (one, more) -> new PatientFilms(key, one.written, one.films + more.films));
    }
    ids.tellCapitals();
    totals.account.add(log.source());
    return List.copyOf(patients.values());
  }

  private List<PatientFilms> count(List<PatientFilms> some) {
    List<PatientFilms> withFilms = some.stream().filter(one -> one.films > 0).toList();
    withFilms.forEach(one -> totals.patients.merge(one.films, 1L, Long::sum));
    return withFilms;
  }

  /** What was counted. */
  public TableTotals totals() {
    return totals;
  }
}

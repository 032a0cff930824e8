package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * How many patients have one film, two films, and so on.
 *
 * @param patients how many patients have this number of films, by the number of films
 */
public record FilmsPerPatient(SortedMap<Integer, Integer> patients) implements Showable {
  /** From this many on, the chart counts patients together. */
  private static final int LAST_BAR = 10;

  /** Copies the map. */
  public FilmsPerPatient {
    patients = Collections.unmodifiableSortedMap(new TreeMap<>(patients));
  }

  static FilmsPerPatient of(Films films) {
    var patients = new TreeMap<Integer, Integer>();
    films.patients().films().values().forEach(n -> patients.merge(n, 1, Integer::sum));
    return new FilmsPerPatient(patients);
  }

  /** Bars for one film up to nine, and one for ten and more. */
  public Chart chart() {
    int last = patients.isEmpty() ? 1 : Math.min(LAST_BAR, patients.lastKey());
    double[] heights = new double[last];
    patients.forEach((films, n) -> heights[Math.min(films, last) - 1] += n);
    var names = new ArrayList<String>();
    for (int films = 1; films <= last; films++) {
      names.add(films < LAST_BAR ? "" + films : LAST_BAR + " or more");
    }
    return Charts.bars("Films per patient", "patients", names)
        .series("patients", heights)
        .vertical()
        .values()
        .alt("Bars: how many patients have one film, two films and so on.")
        .build();
  }

  @Override
  public Figure figure() {
    int all = patients.values().stream().mapToInt(Integer::intValue).sum();
    var table =
        TableFigure.columns("Films", "Patients", "Share of patients")
            .caption(Text.count(all, "patient") + " by their number of films");
    patients.forEach((films, n) -> table.row(films, n, Numbers.percent((double) n / all)));
    return table.build();
  }
}

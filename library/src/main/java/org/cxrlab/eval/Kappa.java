package org.cxrlab.eval;

import java.util.List;

/**
 * Agreement beyond chance: 1 is perfect, 0 is what chance alone would give, below 0 is worse. NaN
 * where chance alone would agree always, as when everybody always says no.
 */
final class Kappa {
  /** Readers among whom there is agreement at all. */
  static final int FEWEST = 2;

  private Kappa() {}

  /**
   * Cohen's kappa of two readers (Cohen 1960), over the films that both have judged.
   *
   * @param first one vote per film: 1, 0, or NaN where there is none
   * @param second the same films' votes of the other
   */
  static double cohen(float[] first, float[] second) {
    requireSame(first.length, second.length);
    int films = 0;
    int agreed = 0;
    int firstYes = 0;
    int secondYes = 0;
    for (int i = 0; i < first.length; i++) {
      if (!Float.isNaN(first[i]) && !Float.isNaN(second[i])) {
        films++;
        agreed += first[i] == second[i] ? 1 : 0;
        firstYes += first[i] == 1 ? 1 : 0;
        secondYes += second[i] == 1 ? 1 : 0;
      }
    }
    double n = films;
    double byChance = firstYes / n * (secondYes / n) + (n - firstYes) / n * ((n - secondYes) / n);
    return beyondChance(agreed / n, byChance);
  }

  /**
   * Fleiss' kappa of several readers (Fleiss 1971), over the films that all have judged.
   *
   * @param votes reader by reader, film by film: 1, 0, or NaN where there is none
   */
  static double fleiss(List<float[]> votes) {
    if (votes.size() < FEWEST) {
      throw new IllegalArgumentException(
          "Agreement needs at least two readers, not " + votes.size() + ".");
    }
    int readers = votes.size();
    double films = 0;
    double agreement = 0;
    double yesVotes = 0;
    for (int i = 0; i < votes.get(0).length; i++) {
      int yes = 0;
      int cast = 0;
      for (float[] reader : votes) {
        requireSame(votes.get(0).length, reader.length);
        cast += Float.isNaN(reader[i]) ? 0 : 1;
        yes += reader[i] == 1 ? 1 : 0;
      }
      if (cast == readers) {
        int no = readers - yes;
        films++;
        yesVotes += yes;
        agreement += (yes * (yes - 1.0) + no * (no - 1.0)) / (readers * (readers - 1.0));
      }
    }
    double yesShare = yesVotes / (films * readers);
    return beyondChance(agreement / films, yesShare * yesShare + (1 - yesShare) * (1 - yesShare));
  }

  private static double beyondChance(double observed, double byChance) {
    return byChance == 1 ? Double.NaN : (observed - byChance) / (1 - byChance);
  }

  private static void requireSame(int first, int second) {
    if (first != second) {
      throw new IllegalArgumentException(
          "One reader has "
              + first
              + " votes and another "
              + second
              + "; give a vote for each film, NaN where there is none.");
    }
  }
}

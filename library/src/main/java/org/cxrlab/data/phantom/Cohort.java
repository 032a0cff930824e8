package org.cxrlab.data.phantom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who comes to be filmed, how often, and with which findings. Each label gets as many films as its
 * prevalence says, rounded: patients are drawn by lot, with better odds for those who already have
 * a finding that often comes with it, and keep the finding over a run of their films. Where nothing
 * changes within a patient, they keep it over all of them, and the last patient may be a film or a
 * few too many.
 */
final class Cohort {
  /** Findings that stay once they are there; the others come and go. */
  private static final Set<String> LASTING =
      Set.of(
          "Cardiomegaly",
          "Emphysema",
          "Fibrosis",
          "Hernia",
          "Mass",
          "Nodule",
          "Pleural_Thickening");

  /** How much likelier the second finding is in patients with the first. */
  private static final Map<String, Map<String, Double>> TOGETHER =
      Map.of(
          "Edema", Map.of("Cardiomegaly", 4.0, "Effusion", 3.0),
          "Effusion", Map.of("Cardiomegaly", 1.8, "Mass", 1.5, "Edema", 3.0),
          "Atelectasis", Map.of("Effusion", 2.2, "Mass", 1.3),
          "Infiltration", Map.of("Edema", 2.2, "Effusion", 1.4),
          "Consolidation", Map.of("Effusion", 2.0, "Pneumonia", 2.0),
          "Pneumonia", Map.of("Infiltration", 2.5, "Consolidation", 2.0, "Edema", 1.5),
          "Pneumothorax", Map.of("Emphysema", 2.5, "Cardiomegaly", 0.4),
          "Pleural_Thickening", Map.of("Effusion", 1.6, "Fibrosis", 1.6),
          "Emphysema", Map.of("Cardiomegaly", 0.05, "Fibrosis", 0.3, "Edema", 0.2),
          "Nodule", Map.of("Mass", 2.0));

  /** From rare to frequent, with the causes before what follows from them. */
  private static final List<String> ORDER =
      List.of(
          "Hernia",
          "Fibrosis",
          "Cardiomegaly",
          "Emphysema",
          "Edema",
          "Mass",
          "Effusion",
          "Nodule",
          "Pleural_Thickening",
          "Pneumothorax",
          "Atelectasis",
          "Infiltration",
          "Consolidation",
          "Pneumonia");

  private final Recipe recipe;
  private final int[] filmsOf;
  private final List<List<Map<String, Double>>> severities = new ArrayList<>();

  private Cohort(Recipe recipe) {
    this.recipe = recipe;
    filmsOf = filmsOf(recipe);
    for (int films : filmsOf) {
      List<Map<String, Double>> ofPatient = new ArrayList<>();
      for (int i = 0; i < films; i++) {
        ofPatient.add(new HashMap<>());
      }
      severities.add(ofPatient);
    }
  }

  /** The films of a recipe in the order of their table. */
  static List<Examination> of(Recipe recipe) {
    Cohort cohort = new Cohort(recipe);
    for (String label : ORDER) {
      cohort.spread(label, recipe.prevalence().getOrDefault(label, 0.0));
    }
    return cohort.examinations();
  }

  /** How many films each patient has: few most often, many now and then. */
  private static int[] filmsOf(Recipe recipe) {
    Dice dice = Dice.of(recipe.seed(), 10);
    List<Integer> counts = new ArrayList<>();
    int left = recipe.films();
    while (left > 0) {
      double rest = recipe.filmsPerPatient() - 1;
      int count = 1;
      // A geometric number has the mean that is asked for; the longest rows are cut.
      while (count < 12 && dice.chance(rest / (1 + rest))) {
        count++;
      }
      count = Math.min(count, left);
      counts.add(count);
      left -= count;
    }
    return counts.stream().mapToInt(Integer::intValue).toArray();
  }

  private void spread(String label, double prevalence) {
    int wanted = (int) Math.round(prevalence * recipe.films());
    Dice dice = Dice.of(recipe.seed(), 11, Finding.LABELS.indexOf(label));
    double[] turn = new double[filmsOf.length];
    for (int p = 0; p < turn.length; p++) {
      turn[p] = -StrictMath.log(1 - dice.uniform()) / odds(label, p);
    }
    List<Integer> queue =
        IntStream.range(0, turn.length)
            .boxed()
            .sorted(Comparator.comparingDouble(p -> turn[p]))
            .toList();
    for (int p : queue) {
      if (wanted <= 0) {
        return;
      }
      wanted -= fall(label, p, wanted, dice);
    }
  }

  private double odds(String label, int patient) {
    double odds = 1;
    for (var entry : TOGETHER.getOrDefault(label, Map.of()).entrySet()) {
      if (severities.get(patient).stream().anyMatch(film -> film.containsKey(entry.getKey()))) {
        odds *= entry.getValue();
      }
    }
    return odds;
  }

  /** Gives a patient a finding over a run of films; tells over how many. */
  private int fall(String label, int patient, int atMost, Dice dice) {
    int films = filmsOf[patient];
    if (recipe.constantPatients()) {
      double severity = dice.uniform();
      severities.get(patient).forEach(film -> film.put(label, Math.max(0.02, severity)));
      return films;
    }
    boolean lasting = LASTING.contains(label);
    int from = lasting ? (dice.chance(0.7) ? 0 : dice.below(films)) : dice.below(films);
    int to = lasting ? films : Math.min(films, from + 1 + dice.below(films));
    to = Math.min(to, from + atMost);
    double severity = dice.uniform();
    double trend = dice.between(-0.12, 0.14);
    for (int i = from; i < to; i++) {
      double now = severity + trend * (i - from) + dice.normal(0, lasting ? 0.03 : 0.1);
      severities.get(patient).get(i).put(label, Math.max(0.02, Math.min(1, now)));
    }
    return to - from;
  }

  private List<Examination> examinations() {
    List<Examination> examinations = new ArrayList<>();
    Dice mirrors = Dice.of(recipe.seed(), 12);
    for (int p = 0; p < filmsOf.length; p++) {
      boolean mirrored = mirrors.chance(recipe.dextrocardia());
      Dice own = Dice.of(recipe.seed(), 13, p);
      boolean wearer = own.chance(0.5);
      boolean always = worn(severities.get(p).get(0), recipe.necklace().share(), own);
      for (int i = 0; i < filmsOf[p]; i++) {
        Map<String, Double> found = new LinkedHashMap<>();
        for (String label : Finding.LABELS) {
          Double severity = severities.get(p).get(i).get(label);
          if (severity != null) {
            found.put(label, severity);
          }
        }
        Dice dice = Dice.of(recipe.seed(), 14, p, i);
        boolean bedside = bedside(found, dice);
        boolean necklace =
            recipe.constantPatients()
                ? always
                // Half of the patients own a necklace, and wear it twice as often as the share.
                : worn(found, wearer ? 2 * recipe.necklace().share() : 0, dice);
        examinations.add(new Examination(p + 1, i, bedside, necklace, mirrored, found));
      }
    }
    return examinations;
  }

  /** The sicker, the likelier the film is taken in bed. */
  private static boolean bedside(Map<String, Double> found, Dice dice) {
    double ill = 0.13;
    for (String label :
        List.of("Edema", "Effusion", "Pneumonia", "Consolidation", "Infiltration", "Atelectasis")) {
      ill += 0.1 * found.getOrDefault(label, 0.0);
    }
    ill += found.containsKey("Edema") ? 0.25 : 0;
    return dice.chance(ill);
  }

  /** By chance, unless the necklace goes with a finding here. */
  private boolean worn(Map<String, Double> found, double share, Dice dice) {
    boolean worn = dice.chance(Math.min(1, share));
    Recipe.Necklace necklace = recipe.necklace();
    if (necklace.label().isEmpty() || !dice.chance(necklace.tie())) {
      return worn;
    }
    return found.containsKey(necklace.label());
  }
}

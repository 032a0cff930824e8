package org.cxrlab.data;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.cxrlab.data.phantom.PhantomWriter;
import org.cxrlab.data.phantom.Recipe;
import org.cxrlab.figure.Text;

/**
 * Which phantoms to draw. Immutable; each method gives a new set. A number out of its range is
 * refused with an {@link IllegalArgumentException} that names the range.
 *
 * <p>Films are drawn on first use, which takes some seconds for a thousand, and kept in the folder
 * that the system property {@code cxrlab.data} names, by default {@code data}.
 */
public final class PhantomSet {
  private final Recipe recipe;

  private PhantomSet(Recipe recipe) {
    this.recipe = recipe;
  }

  static PhantomSet of(int films) {
    return new PhantomSet(Recipe.course()).with(draft -> draft.films = films);
  }

  private PhantomSet with(Consumer<Recipe.Draft> change) {
    Recipe.Draft draft = recipe.draft();
    change.accept(draft);
    return new PhantomSet(draft.recipe());
  }

  /** Other patients: no ID of one seed is an ID of another. From 0 to 20,000. */
  public PhantomSet seed(long seed) {
    return with(draft -> draft.seed = seed);
  }

  /** Width and height of the pictures, from 32 to 2,048 pixels. */
  public PhantomSet size(int pixels) {
    return with(draft -> draft.size = pixels);
  }

  /** How many films a patient has on average, from 1 to 8. */
  public PhantomSet filmsPerPatient(double mean) {
    return with(draft -> draft.filmsPerPatient = mean);
  }

  /** One label's share of the films, from 0 to 1. The table then has exactly so many, rounded. */
  public PhantomSet prevalence(String label, double share) {
    return with(draft -> draft.prevalence.put(label, share));
  }

  /** Each label as often as in NIH ChestX-ray14, down to Hernia on two films of a thousand. */
  public PhantomSet nihPrevalence() {
    return with(draft -> draft.prevalence.putAll(Recipe.nihPrevalence()));
  }

  /** The share of films with a necklace, which then goes with no label. From 0 to 1. */
  public PhantomSet jewellery(double share) {
    return with(draft -> draft.necklace = new Recipe.Necklace(share, "", 0));
  }

  /**
   * A necklace that goes with a finding: a trap for a model, which may learn the one for the other.
   *
   * @param label the finding
   * @param tie from 0, the necklace knows nothing of the finding, to 1, it is worn on all films
   *     with the finding and on no other
   */
  public PhantomSet jewellery(String label, double tie) {
    return with(draft -> draft.necklace = new Recipe.Necklace(draft.necklace.share(), label, tie));
  }

  /**
   * Adds patients whose organs lie mirrored, under the label Dextrocardia. No film then bears a
   * side marker, so that only the organs tell.
   *
   * @param share of the patients, from 0 to 1; 0 leaves the label out
   */
  public PhantomSet dextrocardia(double share) {
    return with(draft -> draft.dextrocardia = share);
  }

  /**
   * Nothing comes or goes: a patient has the same findings, as severe, on all films, and a necklace
   * on all of them or on none. Each necklace is one that no other patient wears, so that it tells
   * who is on the film. Whole patients get a finding, so its share is met nearly, not exactly.
   */
  public PhantomSet constantPatients() {
    return with(draft -> draft.constantPatients = true);
  }

  /** Makes the necklace a label, Necklace, with a box around each, to see who looks at it. */
  public PhantomSet necklaceLabel() {
    return with(draft -> draft.necklaceLabel = true);
  }

  /** What these films are made of. */
  public Recipe recipe() {
    return recipe;
  }

  /** The films with labels, patients, views, ages and boxes; drawn now unless they were before. */
  public Films films() {
    return Films.open(folder()).named("Phantoms");
  }

  /**
   * The folder of these films, drawn now unless it is there: the table films.csv in the course's
   * format, the boxes in NIH's, and the pictures in images.
   *
   * @throws java.io.UncheckedIOException if it can't be written, with its name
   */
  public Path folder() {
    return PhantomWriter.write(recipe, Workspace.data());
  }

  @Override
  public String toString() {
    return Text.count(recipe.films(), "phantom") + " to be drawn; films() has them";
  }
}

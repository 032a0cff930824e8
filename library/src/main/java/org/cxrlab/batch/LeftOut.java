package org.cxrlab.batch;

import java.util.BitSet;
import java.util.Objects;
import org.cxrlab.CxrlabException;

/**
 * Which films of a table are left out of its batches because they can't be read: those that are
 * known beforehand, and those that turn up when they are decoded, each of which is tried twice. A
 * film that was left out once stays out, even if it can be read again. Used by the one thread that
 * takes the batches.
 *
 * <p>So that a training keeps its batches, steps and schedule, the order in which films are shown
 * stays as if none were left out, and the place of one that is ({@link #replaced}) is taken by the
 * film that the epoch shows one batch later, or, if that is left out too, by the next one after it;
 * after the last comes the first. The batches so depend on the seeds and on which films are left
 * out, and not on when that was found. Where each film counts once ({@link #missing}), the batch is
 * smaller.
 */
public final class LeftOut {
  private final boolean replaced;
  private final Found found;
  private final BitSet films = new BitSet();

  /** Hears of a film that turns out to be unreadable. */
  @FunctionalInterface
  public interface Found {
    /**
     * Called before the film is left out. What this throws, the one who takes the batches gets.
     *
     * @param film its position in the table
     * @param why what reading it threw
     */
    void film(int film, RuntimeException why);
  }

  private LeftOut(boolean replaced, Found found) {
    this.replaced = replaced;
    this.found = Objects.requireNonNull(found);
  }

  /** Other films take the places of those left out. */
  public static LeftOut replaced(Found found) {
    return new LeftOut(true, found);
  }

  /** Batches are smaller by the films left out. */
  public static LeftOut missing(Found found) {
    return new LeftOut(false, found);
  }

  /** Leaves out a film that is known to be unreadable. */
  public void add(int film) {
    films.set(film);
  }

  /** Whether the film at this position is left out. */
  public boolean contains(int film) {
    return films.get(film);
  }

  boolean isReplaced() {
    return replaced;
  }

  /** Tells of a film that can't be read, and leaves it out. */
  public void find(int film, RuntimeException why) {
    found.film(film, why);
    add(film);
  }

  /**
   * The film in the place of one that is left out.
   *
   * @param indices all films of the epoch, in the order in which they are shown
   * @param turn the place
   */
  int replacement(int[] indices, int turn, int batchSize) {
    for (int i = 0; i < indices.length; i++) {
      int film = indices[(int) (((long) turn + batchSize + i) % indices.length)];
      if (!contains(film)) {
        return film;
      }
    }
    throw new CxrlabException("None of the films can be read, so there is no batch.");
  }
}

package org.cxrlab.train;

/**
 * What a training does about films that can't be read: it leaves out up to a number of them, names
 * them in its history, and stops at one more. Films are looked at before the first step, their
 * first and last bytes at least; what fails only when it is decoded is left out from then on. It is
 * no part of a plan, so checkpoints and runs are the same whatever it says.
 *
 * <pre>{@code
 * var run = Training.run(model, split, plan, UnreadableFilms.leaveOut(20));
 * var run = Training.run(model, split, plan,
 *     Checkpoints.in("night").unreadable(UnreadableFilms.stop()));
 * }</pre>
 *
 * <p>A film that was left out stays out to the end of the training, also where it goes on from a
 * checkpoint and the film can be read again. In a batch, the film that its epoch shows one batch
 * later takes its place, see {@link org.cxrlab.batch.LeftOut}, so that batches, steps and schedule
 * stay as they were; in the validation it is missing, and the figures are those of the others.
 * Immutable.
 */
public final class UnreadableFilms {
  private static final int FEW = 3;
  private static final int ONE_IN = 100;
  private static final int BY_SHARE = -1;

  private final int most;

  private UnreadableFilms(int most) {
    this.most = most;
  }

  /** Leaves out up to one in a hundred training and validation films, or up to 3. */
  public static UnreadableFilms leaveOutFew() {
    return new UnreadableFilms(BY_SHARE);
  }

  /**
   * Leaves out up to so many films, those of training and validation together.
   *
   * @param most at least 0
   */
  public static UnreadableFilms leaveOut(int most) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "At least 0 unreadable films may be left out, not " + most + ".");
    }
    return new UnreadableFilms(most);
  }

  /** Stops at the first one. */
  public static UnreadableFilms stop() {
    return new UnreadableFilms(0);
  }

  /**
   * How many may be left out.
   *
   * @param films of training and validation
   */
  public int limit(int films) {
    return most == BY_SHARE ? Math.max(FEW, films / ONE_IN) : most;
  }

  @Override
  public String toString() {
    if (most == BY_SHARE) {
      return "one in " + ONE_IN + " left out, or " + FEW;
    }
    return most == 0 ? "the training stops" : "up to " + most + " left out";
  }
}

package org.cxrlab.remote;

import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;

/** Hears how far a cluster is. Called from the thread that asked for the work. */
public interface ClusterListener {
  /** Hears nothing. */
  ClusterListener NONE = new ClusterListener() {};

  /**
   * How far it is; where a table is counted, there are no films.
   *
   * @param films, or what else the work is made of, of which there is a result
   * @param bad how many of them can't be read
   * @param before how many of them are from an earlier call that was stopped
   * @param all how many films there are
   * @param stage how far Spark is with what was left to do
   * @param unit what the work is made of, such as "films"
   */
  record State(int films, int bad, int before, int all, Message.Stage stage, String unit) {
    /** Of films. */
    public State(int films, int bad, int before, int all, Message.Stage stage) {
      this(films, bad, before, all, stage, "films");
    }

    /** The share that is done, 0 to 1. */
    public double share() {
      return all > 0
          ? (double) films / all
          : stage.partitions() == 0 ? 0 : (double) stage.done() / stage.partitions();
    }

    @Override
    public String toString() {
      return all == 0 ? partitions() : unitsInWords() + "; " + partitions();
    }

    private String unitsInWords() {
      String words = Text.format("%s of %s %s", Numbers.show(films), Numbers.show(all), unit);
      return bad == 0 ? words : words + Text.format(", %s can't be read", Numbers.show(bad));
    }

    private String partitions() {
      return stage.partitions() == 0
          ? "Spark starts"
          : Text.format(
              "partitions: %s done, %s running, %s waiting",
              Numbers.show(stage.done()),
              Numbers.show(stage.running()),
              Numbers.show(stage.partitions() - stage.done() - stage.running()));
    }
  }

  /** Called a few times a second, also where nothing has changed. */
  default void at(State state) {}

  /** What the set-up says, before Spark starts: that it is fetched, the first time. */
  default void said(String line) {}

  /** All is done. */
  default void ended(String sentence) {}
}

package org.cxrlab.eval;

/** How the votes of several readers become one value. */
public enum Consensus {
  /** What more than half of the votes cast say; unknown at a tie. */
  MAJORITY("majority"),

  /** What all votes cast say; unknown where they differ. */
  UNANIMOUS("unanimous");

  private final String title;

  Consensus(String title) {
    this.title = title;
  }

  /** What it is called in tables. */
  public String title() {
    return title;
  }

  /** 1, 0, or NaN for unknown. */
  float of(int yes, int no) {
    if (this == UNANIMOUS) {
      return (yes > 0) == (no > 0) ? Float.NaN : yes > 0 ? 1 : 0;
    }
    return yes == no ? Float.NaN : yes > no ? 1 : 0;
  }
}

package org.cxrlab.remote;

/** What is done: with each film, with a table, with cases that are resampled, or what is made. */
public enum Task {
  /** The model's probabilities of its labels. */
  PROBABILITIES("went through the network"),
  /** What the model's backbone makes of it. */
  FEATURES("went through the backbone"),
  /** The width and the height of its picture, every pixel of which is decoded. */
  SIZE("were looked at"),
  /** A list of films, at an address that this process can't open. */
  FILMS("were listed"),
  /** Counts of a table. */
  COUNTS("were counted"),
  /** The statistics of resamples of patients. */
  BOOTSTRAP("were computed"),
  /** Phantoms, which are drawn. */
  PHANTOMS("were drawn"),
  /** Trainings, which are asked for one by one. */
  TRIALS("were trained");

  private final String done;

  Task(String done) {
    this.done = done;
  }

  /** What became of films and the like, as "went through the network". */
  String done() {
    return done;
  }

  /** Whether it needs a model. */
  boolean needsModel() {
    return this == PROBABILITIES || this == FEATURES;
  }
}

package org.cxrlab.figure;

/**
 * Something drawn: a table, a picture, a chart, or several of them in a panel. Immutable, but for
 * what a user changes in {@link Chart#xchart()}, and independent of where it is shown: the same
 * figure gives the same picture in a notebook, in a report and in a file.
 */
public sealed interface Figure extends Showable
    permits TableFigure, Picture, Gallery, Chart, Panel, Note {
  /** A self-contained HTML fragment: no scripts, no links to anything outside it. */
  String html();

  /** The same in plain text, for terminals and for people who can't see the picture. */
  String text();

  @Override
  default Figure figure() {
    return this;
  }
}

package org.cxrlab.data;

/** What a column of a table tells of a film. */
public enum ColumnRole {
  /** The picture's file name, or its path. */
  IMAGE("picture"),
  /** The patient's ID. */
  PATIENT("patient"),
  /** Whether a finding is there: 1, 0, -1 for uncertain, or empty where nobody knows. */
  LABEL("label"),
  /** All findings of a row in one cell, in words. */
  FINDINGS("findings in words"),
  /** How the rays went, "PA" or "AP". */
  VIEW("view"),
  /** The patient's age. */
  AGE("age"),
  /** The patient's sex. */
  SEX("sex"),
  /** An edge or a side of a box. */
  BOX("box"),
  /** Who gave the row's labels, where several people did. */
  READER("reader"),
  /** How somebody divided the films; it is not learnt. */
  SPLIT("division"),
  /** Numbers of rows, which programs write beside a table; not read. */
  INDEX("row number"),
  /** Anything else; not read. */
  DESCRIPTION("passed over");

  private final String words;

  ColumnRole(String words) {
    this.words = words;
  }

  /** The role in words. */
  public String words() {
    return words;
  }

  /** Whether a row can have one cell of it alone. */
  boolean isSingle() {
    return this == IMAGE || this == PATIENT || this == AGE || this == SEX || this == READER;
  }
}

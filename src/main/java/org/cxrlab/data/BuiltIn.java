package org.cxrlab.data;

/** The films that come with the library. */
final class BuiltIn {
  private BuiltIn() {}

  static Films films() {
    throw new IllegalArgumentException(
        "No folder of films was named; set the environment variable CXR_DATA to one.");
  }
}

package org.cxrlab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where optional real data lie for tests. */
public final class TestData {
  private TestData() {}

  /**
   * The folder of real NIH films and tables: {@code CXR_DATA}, or else {@code ../shared/data/nih}.
   * A test that calls this is skipped, with a plain message, where neither is there.
   */
  public static Path nih() {
    String named = System.getenv("CXR_DATA");
    Path folder =
        (named == null ? Path.of("..", "shared", "data", "nih") : Path.of(named))
            .toAbsolutePath()
            .normalize();
    Assumptions.assumeTrue(
        Files.exists(folder.resolve("course-train-small.csv")),
        "SKIPPED: needs the real films, in the folder that CXR_DATA names or in"
            + " ../shared/data/nih");
    return folder;
  }
}

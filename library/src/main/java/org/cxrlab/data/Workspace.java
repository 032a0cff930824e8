package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.CxrlabException;

/**
 * Where things are kept: {@code data/}, {@code models/} and {@code pretrained/} of the project,
 * from whichever of its folders a notebook or a program is run.
 */
public final class Workspace {
  private Workspace() {}

  /** Where made and brought data lie: the system property {@code cxrlab.data}, or {@code data/}. */
  public static Path data() {
    return named("cxrlab.data", "data");
  }

  /** Where models lie: the system property {@code cxrlab.models}, or {@code models/}. */
  public static Path models() {
    return named("cxrlab.models", "models");
  }

  /**
   * Where the models lie that come with the project: the system property {@code cxrlab.pretrained},
   * or {@code pretrained/}.
   */
  public static Path pretrained() {
    return named("cxrlab.pretrained", "pretrained");
  }

  /**
   * The command {@code ./cxrlab}: the system property {@code cxrlab.launcher}, or that of the
   * project.
   *
   * @throws CxrlabException if there is none
   */
  public static Path launcher() {
    Path launcher = named("cxrlab.launcher", "cxrlab");
    if (!Files.isRegularFile(launcher)) {
      throw new CxrlabException(
          "Spark is started by the project's command ./cxrlab, and "
              + launcher
              + " is not there; open the notebook by ./cxrlab lab.");
    }
    return launcher;
  }

  private static Path named(String property, String folder) {
    String path = System.getProperty(property);
    return path == null ? home(Path.of("").toAbsolutePath()).resolve(folder) : Path.of(path);
  }

  /**
   * The nearest folder from here upwards that holds the launcher and the notebooks; outside the
   * project, the folder itself.
   */
  static Path home(Path here) {
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("cxrlab"))
          && Files.isDirectory(folder.resolve("notebooks"))) {
        return folder;
      }
    }
    return here;
  }
}

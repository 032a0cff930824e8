package org.cxrlab.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Pictures that are no files of their own: their paths say where they lie, but lead nowhere. */
final class Elsewhere {
  private Elsewhere() {}

  /**
   * Where a picture lies whose path is no file's: at an address, whose scheme comes first as in
   * {@code hdfs:/host/a.png}, or in an archive, which stands there as a folder would.
   *
   * @return to go on after the picture's name; empty if nothing tells
   */
  static Optional<String> of(Path picture) {
    if (!picture.isAbsolute() && picture.getName(0).toString().endsWith(":")) {
      return Optional.of(
          "lies at an address, which only a cluster reads. Copy it to a folder to read it here.");
    }
    Path above = picture.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return Optional.ofNullable(above)
        .filter(Files::isRegularFile)
        .map(
            file ->
                "lies in "
                    + file.getFileName()
                    + ", which is a file and no folder. Unpack it to read it here.");
  }
}

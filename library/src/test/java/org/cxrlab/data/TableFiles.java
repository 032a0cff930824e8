package org.cxrlab.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A folder that tests fill with tables and pictures. */
record TableFiles(Path folder) {
  /** Writes a table of these lines. */
  Path table(String name, String... lines) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The films of a table of these lines. */
  Films films(String... lines) {
    return Films.course(table("films.csv", lines));
  }

  /** Writes square pictures, no two alike. */
  void pictures(int size, String... names) {
    for (String name : names) {
      try {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        var image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 1 + Math.floorMod(name.hashCode(), 255));
        ImageIO.write(image, "png", file.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

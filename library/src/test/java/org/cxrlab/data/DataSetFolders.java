package org.cxrlab.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.cxrlab.data.phantom.PhantomWriter;
import org.cxrlab.data.phantom.Recipe;

/**
 * Makes folders in the layouts in which public data sets are published: tables by their lines, and
 * phantoms for pictures. Nothing of the sets themselves is in them.
 */
final class DataSetFolders {
  private static final int PHANTOMS = 4;
  private static final int PIXELS = 64;

  /** Drawn once. */
  private static List<BufferedImage> phantoms;

  private final Path root;
  private int next;

  /** A set in this folder, which is made. */
  DataSetFolders(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  private static synchronized List<BufferedImage> phantoms() throws IOException {
    if (phantoms == null) {
      Path folder = Files.createTempDirectory("phantoms");
      Recipe.Draft draft = Recipe.course().draft();
      draft.films = PHANTOMS;
      draft.size = PIXELS;
      Path drawn = PhantomWriter.write(draft.recipe(), folder);
      List<BufferedImage> images = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          if (file.getParent().equals(drawn.resolve(PhantomWriter.PICTURES))) {
            images.add(ImageIO.read(file.toFile()));
          }
          Files.delete(file);
        }
      }
      phantoms = images;
    }
    return phantoms;
  }

  Path root() {
    return root;
  }

  /** Writes a table; one whose name ends with .gz is gzipped. */
  Path table(String name, String... lines) throws IOException {
    Path file = made(name);
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    if (!name.endsWith(".gz")) {
      return Files.write(file, text);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text);
    }
    return file;
  }

  /** Puts a phantom here, as the ending says: png or jpg. */
  Path picture(String name) throws IOException {
    Path file = made(name);
    ImageIO.write(phantom(), name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  /** Puts a phantom of 16 bits here. */
  Path picture16(String name) throws IOException {
    BufferedImage phantom = phantom();
    var deep =
        new BufferedImage(phantom.getWidth(), phantom.getHeight(), BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < deep.getHeight(); y++) {
      for (int x = 0; x < deep.getWidth(); x++) {
        deep.getRaster().setSample(x, y, 0, phantom.getRaster().getSample(x, y, 0) * 257);
      }
    }
    Path file = made(name);
    ImageIO.write(deep, "png", file.toFile());
    return file;
  }

  /** Puts a small DICOM file here, made for the tests. */
  Path dicom(String name) throws IOException {
    Path file = made(name);
    try (var in = DataSetFolders.class.getResourceAsStream("/org/cxrlab/image/mono2.dcm")) {
      Files.copy(in, file);
    }
    return file;
  }

  private BufferedImage phantom() throws IOException {
    return phantoms().get(next++ % phantoms().size());
  }

  private Path made(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  /** How many things an account has of a kind for a reason that contains some words; 0 if none. */
  static long count(Films films, String what, String why) {
    return films.source().entries().stream()
        .filter(entry -> entry.what().contains(what) && entry.why().contains(why))
        .mapToLong(Source.Entry::count)
        .sum();
  }
}

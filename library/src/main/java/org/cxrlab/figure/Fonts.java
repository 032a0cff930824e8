package org.cxrlab.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.cxrlab.disk.CacheFolder;
import org.cxrlab.disk.WholeFile;

/**
 * The one typeface of every figure: DejaVu Sans, which comes with the library. Charts therefore
 * look the same on each machine, and text is drawn on a Linux that has no fonts at all.
 */
public final class Fonts {
  private static final String PROPERTY = "sun.awt.fontconfig";
  private static final String REGULAR_FILE = "DejaVuSans.ttf";
  private static final String BOLD_FILE = "DejaVuSans-Bold.ttf";
  private static final String CONFIGURATION = "fontconfig.properties";

  private static Path folder;

  private Fonts() {}

  /**
   * Tells Java where the shipped fonts are. On Linux this has an effect only before the first font
   * of the process is used, so a program calls it first; every chart calls it too. Elsewhere it
   * does nothing, as those systems always have fonts. A font configuration that the user chose, in
   * the system property {@code sun.awt.fontconfig}, is left alone.
   *
   * @throws UncheckedIOException if neither the user's cache folder nor a temporary one takes the
   *     files
   */
  public static synchronized void install() {
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    if (linux && System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, folder().resolve(CONFIGURATION).toString());
    }
  }

  /**
   * Loads the faces. Java can't while it is ending, so a program that may be ended by Ctrl-C and
   * then still draws calls it beforehand.
   */
  public static void load() {
    regular(1);
  }

  /** The upright face. */
  public static Font regular(float points) {
    return Faces.REGULAR.deriveFont(points);
  }

  /** The bold face. */
  public static Font bold(float points) {
    return Faces.BOLD.deriveFont(points);
  }

  /** Where the files lie, which the first call writes. */
  private static synchronized Path folder() {
    if (folder == null) {
      folder = CacheFolder.use(cache -> unpack(cache.resolve("dejavu-2.37")));
    }
    return folder;
  }

  /** Writes the fonts and the font configuration that names them; returns the folder. */
  static Path unpack(Path folder) throws IOException {
    put(folder.resolve(REGULAR_FILE), resource(REGULAR_FILE));
    put(folder.resolve(BOLD_FILE), resource(BOLD_FILE));
    // The file is read as a properties file, in ISO 8859-1 and with backslash escapes.
    put(folder.resolve(CONFIGURATION), configuration(folder).getBytes(StandardCharsets.ISO_8859_1));
    return folder;
  }

  /** A file appears whole or not at all, so that processes that start together can't disturb. */
  private static void put(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    WholeFile.write(file, out -> out.write(content));
  }

  private static String configuration(Path folder) {
    var text = new StringBuilder("version=1\nsequence.allfonts=default\n");
    for (String name : new String[] {"dialog", "dialoginput", "monospaced", "sansserif", "serif"}) {
      for (String style : new String[] {"plain", "italic"}) {
        text.append(name + "." + style + ".default=DejaVu Sans\n");
      }
      for (String style : new String[] {"bold", "bolditalic"}) {
        text.append(name + "." + style + ".default=DejaVu Sans Bold\n");
      }
    }
    text.append("filename.DejaVu_Sans=" + escaped(folder.resolve(REGULAR_FILE)) + "\n");
    text.append("filename.DejaVu_Sans_Bold=" + escaped(folder.resolve(BOLD_FILE)) + "\n");
    return text.toString();
  }

  private static String escaped(Path file) {
    var text = new StringBuilder();
    for (char c : file.toAbsolutePath().toString().toCharArray()) {
      text.append(c > 126 || c == '\\' ? Text.format("\\u%04x", (int) c) : String.valueOf(c));
    }
    return text.toString();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + name)) {
      return in.readAllBytes();
    }
  }

  /** Loaded on first use, when the configuration is in place. */
  private static final class Faces {
    static final Font REGULAR = load(REGULAR_FILE);
    static final Font BOLD = load(BOLD_FILE);

    private static Font load(String name) {
      install();
      try {
        // Not as a stream, of which Java makes a temporary file in each process.
        Font font = Font.createFont(Font.TRUETYPE_FONT, folder().resolve(name).toFile());
        // So that text set in "DejaVu Sans" by name finds it on every system too.
        GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
        return font;
      } catch (IOException | FontFormatException e) {
        throw new IllegalStateException("The library's own font " + name + " can't be read.", e);
      }
    }
  }
}

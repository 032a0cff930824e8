package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.cxrlab.image.FilmFile;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.ImageFiles;
import org.cxrlab.image.OriginalFilm;

/** Films. */
final class PictureTargets {
  private static final String HERE = "/org/cxrlab/image";
  private static final int PNG_START = 8;
  private static final int CHUNK = 12;
  private static final int SIDE = 8;

  private PictureTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("png", "film.png", folder -> pictures(".png"), PictureTargets::read)
            .words("IHDR", "IDAT", "IEND", "PLTE", "tRNS", "eXIf", "gAMA", "iCCP", "acTL")
            .mendedBy(PictureTargets::withCheckSums),
        FuzzTarget.of(
                "picture",
                "film.jpg",
                folder -> pictures(".jpg", ".jpe", ".gif", ".bmp", ".tif"),
                PictureTargets::read)
            .words("\\xff\\xd8\\xff", "\\xff\\xc0", "\\xff\\xc2", "\\xff\\xdd", "\\xff\\xee")
            .words("Exif\\x00\\x00", "Adobe", "GIF89a", "II*\\x00", "MM\\x00*", "BM"),
        FuzzTarget.of("jp2", "film.jp2", folder -> pictures(".jp2"), PictureTargets::read)
            .words("jP  ", "ftyp", "jp2h", "ihdr", "colr", "pclr", "cmap", "jp2c", "\\xff\\x4f")
            .through("ucar.jpeg.**"),
        FuzzTarget.of("dicom", "film.dcm", folder -> pictures(".dcm"), PictureTargets::readDicom)
            .words("DICM", "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL_422")
            .words("1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.5")
            .words("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.4.91")
            .words("\\xe0\\x7f\\x10\\x00", "\\xfe\\xff\\x00\\xe0", "OB", "OW", "SQ", "UN", "US"));
  }

  private static Map<String, byte[]> pictures(String... endings) {
    return FuzzTargets.together(
        FuzzTargets.files(HERE, endings),
        FuzzTargets.files(HERE + "/cases", endings),
        FuzzTargets.files(HERE + "/stored", endings));
  }

  private static void readDicom(Path file) throws IOException {
    read(file);
    FilmFile.notAFilm(file);
    OriginalFilm.of(file, Files.readAllBytes(file)).identity();
  }

  private static void read(Path file) throws IOException {
    ImageFiles.problemAtAGlance(file);
    var size = ImageFiles.size(file);
    GrayImage film = GrayImage.read(file);
    assertTrue(
        size.isPresent() && size.get()[0] == film.width() && size.get()[1] == film.height(),
        "a size other than that of the film");
    double sum = 0;
    for (int y = 0; y < film.height(); y++) {
      for (int x = 0; x < film.width(); x++) {
        sum += film.at(x, y);
        assertTrue(film.at(x, y) >= 0, "a pixel that is no brightness");
      }
    }
    assertTrue(Double.isFinite(sum), "a pixel that is no number");
    GrayImage small = GrayImage.read(file, SIDE, SIDE);
    GrayImage same = film.resize(SIDE, SIDE);
    for (int p = 0; p < SIDE * SIDE; p++) {
      assertEquals(same.at(p % SIDE, p / SIDE), small.at(p % SIDE, p / SIDE), "a pixel read small");
    }
    agreesWithJava(film, Files.readAllBytes(file));
  }

  /** Grey films of eight bits have the levels that ImageIO gives, where that takes the file. */
  private static void agreesWithJava(GrayImage film, byte[] bytes) {
    BufferedImage other;
    try {
      other = ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      return; // its decoders meet broken bytes with all kinds of exceptions
    }
    if (other == null || other.getType() != BufferedImage.TYPE_BYTE_GRAY) {
      return;
    }
    boolean turned = other.getWidth() != film.width() || other.getHeight() != film.height();
    assertEquals(
        other.getWidth() * (long) other.getHeight(), film.width() * (long) film.height(), "pixels");
    Raster levels = other.getRaster();
    double ours = 0;
    double theirs = 0;
    for (int y = 0; y < film.height(); y++) {
      for (int x = 0; x < film.width(); x++) {
        ours += film.at(x, y);
        theirs += turned ? 0 : levels.getSample(x, y, 0) / 255.0;
      }
    }
    if (!turned) {
      assertEquals(theirs, ours, theirs / 1000 + 1e-3, "the sum of all levels");
    }
  }

  /** A PNG in which each chunk has the check sum that it must have. */
  private static byte[] withCheckSums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png.clone());
    CRC32 sum = new CRC32();
    for (int at = PNG_START; at <= png.length - CHUNK; ) {
      long length = Integer.toUnsignedLong(bytes.getInt(at));
      if (length > png.length - at - CHUNK) {
        break;
      }
      sum.reset();
      sum.update(png, at + 4, (int) length + 4);
      bytes.putInt(at + 8 + (int) length, (int) sum.getValue());
      at += CHUNK + (int) length;
    }
    return bytes.array();
  }
}

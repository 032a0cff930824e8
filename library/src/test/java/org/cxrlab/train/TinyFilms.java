package org.cxrlab.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.split.Split;

/** Films of 32 x 32 pixels for tests of training. */
public final class TinyFilms {
  static final TrainingListener QUIET = new TrainingListener() {};

  private TinyFilms() {}

  /**
   * Films with noise and, where label "bright" is 1, a bright square; "other" is by chance. They
   * are drawn unless the folder has them already.
   *
   * @param folder is made where there is none; the table in it is "films.csv"
   */
  public static Films films(Path folder, int count) throws IOException {
    Path table = folder.resolve("films.csv");
    if (!Files.exists(table)) {
      draw(Files.createDirectories(folder), count, table);
    }
    return Films.course(table, folder);
  }

  /** Half of them are for training, the others for validation and test. */
  public static Split split(Path folder, int count) throws IOException {
    Films films = films(folder, count);
    Films train = films.at(IntStream.range(0, count / 2).toArray());
    Films rest = films.at(IntStream.range(count / 2, count).toArray());
    return new Split(train, rest, rest);
  }

  private static void draw(Path folder, int count, Path table) throws IOException {
    StringBuilder csv = new StringBuilder("Image,bright,other,PatientId\n");
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
      int bright = i % 2;
      for (int p = 0; p < 1024; p++) {
        boolean inside = p % 32 > 8 && p % 32 < 20 && p / 32 > 8 && p / 32 < 20;
        image
            .getRaster()
            .setSample(p % 32, p / 32, 0, random.nextInt(60) + (inside ? 150 * bright : 0));
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      csv.append(Text.format("%d.png,%d,%d,%d%n", i, bright, random.nextInt(2), i));
    }
    Files.writeString(table, csv);
  }

  /** A model for them, always with the same random weights. */
  public static ChestModel model() {
    return DenseNet121.create(Labels.of("bright", "other"), 3);
  }

  /** A small one for them, always with the same random weights. */
  static ChestModel smallModel() {
    return SmallDenseNet.create(Labels.of("bright", "other"), 3);
  }
}

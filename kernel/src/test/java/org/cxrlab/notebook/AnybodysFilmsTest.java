package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The course on films as somebody may have them: few, of labels that phantoms don't have, one film
 * a patient, without boxes, view, age and sex. No cell fails, and what can't be shown says why.
 * Notebooks 09 to 11 draw their own films, whatever is there.
 */
@Tag("kernel")
@Tag("slow")
class AnybodysFilmsTest {
  private static final int FILMS = 60;
  private static final int SIZE = 64;

  /** What a notebook must say of what these films can't show, after its number. */
  private static final Map<String, List<String>> SAYS =
      Map.of(
          "01", List.of("60 films of 60 patients: one film each."),
          "04", List.of("No patient is in two parts."),
          "06", List.of("None of the labels", "has a published figure"),
          "07", List.of("None of the films has a box"));

  /** What 06 must say where the only finding is on two films, one to learn from and one to test. */
  private static final List<String> SAYS_OF_A_RARE_ONE =
      List.of(
          "There is no curve to draw: of Fracture there are no positives among the 6 films.",
          "No cut-off could be chosen for Fracture",
          "no interval: all of one kind are of one patient");

  @TempDir static Path folder;
  private static final Map<String, KernelSession> KERNELS = new HashMap<>();

  @AfterAll
  static void stop() throws Exception {
    for (KernelSession kernel : KERNELS.values()) {
      kernel.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00_start_here",
        "01_explore_the_table",
        "02_look_and_standardise",
        "03_imbalance_and_the_weighted_loss",
        "04_split_by_patient",
        "05_densenet_and_training",
        "06_evaluate",
        "07_grad_cam",
        "08_hyperparameters"
      })
  void aNotebookRunsOnFilmsOfTwoOtherLabelsOfWhichSomeAreUnknown(String name) throws Exception {
    // Every fourth film shows Covid, the others Normal; of every ninth nobody knows either.
    run(
        name,
        "Covid,Normal",
        i -> i % 9 == 8 ? "," : i % 4 == 0 ? "1,0" : "0,1",
        SAYS.getOrDefault(name.substring(0, 2), List.of()));
  }

  @Test
  void theEvaluationSaysWhatAFindingOfTwoFilmsCanNotShow() throws Exception {
    run("06_evaluate", "Fracture", i -> i % 30 == 3 ? "1" : "0", SAYS_OF_A_RARE_ONE);
  }

  /** The labels' cells of a film. */
  private interface Cells {
    String of(int film);
  }

  private static void run(String name, String labels, Cells cells, List<String> said)
      throws Exception {
    if (!KERNELS.containsKey(labels)) {
      KERNELS.put(labels, start(folder.resolve(labels), labels, cells));
    }
    String shown = CourseCells.assertRun(KERNELS.get(labels), name, CourseCells.of(name));
    for (String sentence : said) {
      assertTrue(shown.contains(sentence), () -> name + " says nowhere: " + sentence + shown);
    }
  }

  /** A kernel that opens such films. */
  private static KernelSession start(Path home, String labels, Cells cells) throws IOException {
    Path films = Files.createDirectories(home.resolve("films"));
    var table = new StringBuilder("Image,PatientId," + labels + "\n");
    for (int i = 0; i < FILMS; i++) {
      String image = "f" + i + ".png";
      draw(films.resolve(image), i, cells.of(i).startsWith("1"));
      table.append(image + ",p" + i + "," + cells.of(i) + "\n");
    }
    Files.writeString(films.resolve("films.csv"), table);
    String properties =
        "-Dcxrlab.data=" + home.resolve("data") + " -Dcxrlab.models=" + home.resolve("models");
    return KernelSession.start(
        "cxrlab",
        Map.of(
            "CXR_DATA",
            films.toString(),
            "CXRLAB_TEST_LIMIT",
            "600",
            "JAVA_TOOL_OPTIONS",
            properties));
  }

  /** A dark rectangle of noise, with a bright spot where the film shows the first label. */
  private static void draw(Path file, int seed, boolean bright) throws IOException {
    var random = new Random(seed);
    var film = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int grey = 60 + random.nextInt(80);
      film.setRGB(i % SIZE, i / SIZE, new Color(grey, grey, grey).getRGB());
    }
    if (bright) {
      Graphics2D g = film.createGraphics();
      g.setColor(Color.WHITE);
      g.fillOval(20 + random.nextInt(8), 20 + random.nextInt(8), 20, 20);
      g.dispose();
    }
    ImageIO.write(film, "png", file.toFile());
  }
}

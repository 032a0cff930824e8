package org.cxrlab.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.FindingBox;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Box;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LocalisationTest {
  private static final Labels LABELS = Labels.of("Mass", "Edema");

  @TempDir private Path folder;

  /** Noise of 64 x 64 whose left half is the true box of a mass. */
  private Films films(int count) throws IOException {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var random = new Random(i);
      var image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 64 * 64; p++) {
        int grey = random.nextInt(256);
        image.setRGB(p % 64, p / 64, new Color(grey, grey, grey).getRGB());
      }
      Path file = folder.resolve("film" + i + ".png");
      ImageIO.write(image, "png", file.toFile());
      films.add(
          Film.of(file.getFileName().toString(), file, "p" + i, LABELS, List.of(1f, 0f))
              .withBoxes(List.of(new FindingBox("Mass", new Box(0, 0, 32, 64)))));
    }
    return new Films("noise", LABELS, films);
  }

  @Test
  void controlsScoreWhatTheyMust() throws IOException {
    try (ChestModel model = DenseNet121.create(LABELS, 1).setImageSize(64)) {
      Localisation found = Localisation.of(model, films(3));
      Localisation.LabelScores mass = found.get("Mass");
      assertEquals(3, mass.films());
      // All boxes are alike, so the mean position of the others is right.
      assertEquals(1, mass.pointing().position().value());
      assertEquals(1, mass.iou().position().value());
      // The box is half of the film, so chance is a half.
      assertEquals(0.5, mass.pointing().random().value(), 0.25);
      assertEquals(0.5, mass.energy().random().value(), 0.05);
      assertEquals(1, found.labels().size());
      assertTrue(found.table().text().contains("1.000 (1.000–1.000)"), found.table().text());
      assertThrows(IllegalArgumentException.class, () -> found.get("Edema"));
    }
  }

  @Test
  void theMeanPositionIsThatOfOtherPatientsFilms() throws IOException {
    Box left = new Box(0, 0, 32, 64);
    Box upperLeft = new Box(0, 0, 32, 32);
    Films noise = films(3);
    // Two films of one patient with the same box, and one of another with a half of it.
    List<Film> films =
        List.of(
            noise.get(0).withBoxes(List.of(new FindingBox("Mass", left))),
            Film.of("again", noise.get(1).path(), "p0", LABELS, List.of(1f, 0f))
                .withBoxes(List.of(new FindingBox("Mass", left))),
            noise.get(2).withBoxes(List.of(new FindingBox("Mass", upperLeft))));
    try (ChestModel model = SmallDenseNet.create(LABELS, 1).setImageSize(64)) {
      var mass = Localisation.of(model, new Films("boxes", LABELS, films)).get("Mass");
      // p0's two films are told the upper left, which lies in their box and is a half of it; the
      // other film is told the left, of which a half lies in its box.
      assertEquals((1 + 1 + 0.5) / 3, mass.pointing().position().value(), 1e-12);
      assertEquals(0.5, mass.iou().position().value(), 1e-12);
      assertEquals((1 + 1 + 0.5) / 3, mass.energy().position().value(), 1e-12);
    }
  }

  @Test
  void labelsThatAreScoredTogetherHaveTheScoresThatEachHasAlone() throws IOException {
    var left = new FindingBox("Mass", new Box(0, 0, 32, 64));
    var upper = new FindingBox("Edema", new Box(0, 0, 64, 20));
    Films noise = films(4);
    Films both =
        new Films(
            "both",
            LABELS,
            List.of(
                noise.get(0).withBoxes(List.of(upper)),
                noise.get(1).withBoxes(List.of(upper, left)),
                noise.get(2).withBoxes(List.of(left, upper)),
                noise.get(3).withBoxes(List.of())));
    List<String> heard = new ArrayList<>();
    try (ChestModel model = SmallDenseNet.create(LABELS, 1).setImageSize(64)) {
      GradCam cam = GradCam.of(model).method(CamMethod.LAYER_CAM);
      Localisation together =
          FilmsListener.during(
              (films, all) -> heard.add(films + "/" + all), () -> Localisation.of(cam, both));
      assertEquals(List.of("0/3", "1/3", "2/3", "3/3"), heard);
      assertEquals(
          List.of("Mass", "Edema"),
          together.labels().stream().map(Localisation.LabelScores::label).toList());
      for (String label : LABELS) {
        assertEquals(Localisation.onto(cam, label, both, label).get(label), together.get(label));
      }
    }
  }

  @Test
  void filmsWithoutBoxesHaveNoScoresAndTheTablesSaySo() throws IOException {
    Film plain = films(1).get(0).withBoxes(List.of());
    try (ChestModel model = DenseNet121.create(LABELS, 1).setImageSize(64)) {
      var films = new Films("plain", LABELS, List.of(plain));
      Localisation none = Localisation.of(model, films);
      assertEquals(List.of(), none.labels());
      for (var table : List.of(none.table(), none.pointing(), none.iou(), none.energy())) {
        assertTrue(table.note().startsWith("None of the films has a box"), table.text());
        assertTrue(table.note().contains("withBoxes"), table.text());
      }
    }
  }

  @Test
  void deletionEndsWhereInsertionBegins() throws IOException {
    try (ChestModel model = DenseNet121.create(LABELS, 1).setImageSize(64)) {
      Film film = films(1).get(0);
      var faithfulness = Faithfulness.of(model, GradCam.of(model).explain(film, "Mass"));
      double whole = model.predict(film)[0];
      int last = faithfulness.shares().size() - 1;
      assertEquals(whole, faithfulness.deletion().get(0), 1e-5);
      assertEquals(whole, faithfulness.insertion().get(last), 1e-5);
      // With everything covered nothing is left of the film but its mean grey.
      assertEquals(faithfulness.deletion().get(last), faithfulness.insertion().get(0), 1e-5);
      assertEquals(
          faithfulness.deletion().get(last), faithfulness.randomDeletion().get(last), 1e-5);
    }
  }

  @Test
  void theSameRandomWeightsGiveTheSameMap() throws IOException {
    try (ChestModel model = DenseNet121.create(LABELS, 1).setImageSize(64)) {
      // LayerCAM, because a map of an untrained network by Grad-CAM may well be zero everywhere.
      GradCam cam = GradCam.of(model).layer("features.denseblock3").method(CamMethod.LAYER_CAM);
      Films films = films(2);
      assertEquals(1, RandomWeights.compare(cam, films, "Mass", 1).correlation().value(), 1e-6);
      assertTrue(RandomWeights.compare(cam, films, "Mass", 2).correlation().value() < 0.95);
    }
  }
}

package org.cxrlab.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.TableFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakExamplesTest {
  private static final Labels LABELS = Labels.of("Mass");

  @TempDir Path folder;

  @Test
  void patientsWhosePicturesAreThereAreShownInPairs() throws IOException {
    for (String name : List.of("b1.png", "b2.png")) {
      var picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      picture.getRaster().setSample(0, 0, 0, 255);
      ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }
    var leakage =
        Leakage.between(
            films(film("a1.png", "1"), film("b1.png", "2")),
            films(film("a2.png", "1"), film("b2.png", "2")));
    Gallery gallery = assertInstanceOf(Gallery.class, leakage.examples(3));
    assertEquals(2, gallery.pictures().size(), "patient 1 has no picture on disk");
  }

  @Test
  void withoutPicturesTheRowsOfBothPartsAreShown() {
    var leakage = Leakage.between(films(film("a1.png", "1")), films(film("a2.png", "1")));
    TableFigure table = assertInstanceOf(TableFigure.class, leakage.examples(3));
    assertTrue(table.text().contains("a1.png") && table.text().contains("a2.png"), table.text());
  }

  private Film film(String image, String patient) {
    return Film.of(image, folder.resolve(image), patient, LABELS, List.of(0f));
  }

  private static Films films(Film... films) {
    return new Films("films", LABELS, List.of(films));
  }
}

package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  private final BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);

  @Test
  void theHtmlHoldsTheWholePicture() throws IOException {
    image.setRGB(2, 1, 0xFF8000);
    String html = new Picture(image, "a film").html();
    String data = html.replaceAll("(?s).*base64,([^\"]*)\".*", "$1");
    var back = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    assertEquals(3, back.getWidth());
    assertEquals(0xFFFF8000, back.getRGB(2, 1));
  }

  @Test
  void aPictureIsShownInItsOwnWidthAndNeverWiderThanThePage() {
    String html = new Picture(image, "").html();
    assertTrue(html.contains("width:3px;max-width:100%;height:auto"), html);
  }

  @Test
  void alternativeTextIsEscaped() {
    String html = new Picture(image, "a \"mass\" <here>").html();
    assertTrue(html.contains("alt=\"a &quot;mass&quot; &lt;here&gt;\""), html);
    assertEquals("[picture 3 x 2: a]", new Picture(image, "a").text());
  }

  @Test
  void aFileThatCantBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("a file")).resolve("film.png");
    var e = assertThrows(UncheckedIOException.class, () -> new Picture(image, "").save(file));
    assertTrue(e.getMessage().contains(file.toString()));
  }

  @Test
  void aChartOverAPhotographIsShownWithALittleLossAndSavedWithout(@TempDir Path folder)
      throws IOException {
    var noise = new SplittableRandom(1);
    Drawing film =
        new Drawing() {
          @Override
          public void paint(Graphics2D g, int width, int height) {
            for (int y = 0; y < height; y++) {
              for (int x = 0; x < width; x++) {
                int grey = 100 + noise.nextInt(40);
                g.setColor(new Color(grey, grey, grey));
                g.fillRect(x, y, 1, 1);
              }
            }
          }

          @Override
          public boolean isPhotographic() {
            return true;
          }
        };
    var photo = new Chart(film, 60, 60, "a film");
    var plain = new Chart(film::paint, 60, 60, "a film");
    assertTrue(photo.html().contains("src=\"data:image/jpeg;base64,"));
    assertTrue(plain.html().contains("src=\"data:image/png;base64,"));
    BufferedImage saved = ImageIO.read(photo.save(folder.resolve("film.png")).toFile());
    assertEquals(120, saved.getWidth());
  }
}

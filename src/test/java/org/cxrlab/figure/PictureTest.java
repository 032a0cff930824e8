package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
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
  void aFileThatCantBeWrittenIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none").resolve("film.png");
    var e = assertThrows(UncheckedIOException.class, () -> new Picture(image, "").save(file));
    assertTrue(e.getMessage().contains(file.toString()));
  }
}

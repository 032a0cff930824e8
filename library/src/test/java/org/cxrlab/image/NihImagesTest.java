package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.cxrlab.TestData;
import org.junit.jupiter.api.Test;

/** Real films, against Pillow: {@code numpy.asarray(Image.open(file).convert("L"))}. */
class NihImagesTest {
  @Test
  void filmStoredWithTransparencyEqualsPillows() {
    GrayImage film = full("00000100_000.png");
    assertEquals(174.74696159362793, film.mean() * 255, 1e-4);
    assertEquals(138, film.at(300, 500) * 255, 1e-4);
    assertEquals(42, film.at(10, 10) * 255, 1e-4);
  }

  @Test
  void greyFilmEqualsPillows() {
    GrayImage film = full("00001297_000.png");
    assertEquals(163.8599977493286, film.mean() * 255, 1e-4);
    assertEquals(144, film.at(300, 500) * 255, 1e-4);
  }

  @Test
  void filmReducedToTrainingSizeEqualsPillows() {
    // Image.fromarray(film.astype("f")).resize((320, 320), Image.BILINEAR)
    GrayImage small = full("00001297_000.png").resize(320, 320);
    assertEquals(163.86189821518957, small.mean() * 255, 1e-4);
    assertEquals(150.30464, small.at(200, 100) * 255, 1e-4);
    assertEquals(40.68808, small.at(0, 319) * 255, 1e-4);
  }

  @Test
  void dicomFilmsOfEitherKindOfMonochromeAreEachOthersNegative() {
    // The second is the first with nothing but its photometric interpretation changed.
    Path folder = TestData.nih().resolve("dicom");
    GrayImage plain =
        GrayImage.read(
            folder.resolve("1.2.276.0.7230010.3.1.4.8323329.6904.1517875201.850819.dcm"));
    GrayImage turned = GrayImage.read(folder.resolve("Fake_MONOHR1.dcm"));
    // numpy.asarray(Image.open(BytesIO(jpeg of the DICOM file))).mean()
    assertEquals(160.39803886413574, plain.mean() * 255, 1e-4);
    assertEquals(255 - 160.39803886413574, turned.mean() * 255, 1e-4);
    assertEquals(188, plain.at(512, 341) * 255, 1e-4);
    assertEquals(255 - 188, turned.at(512, 341) * 255, 1e-4);
  }

  private static GrayImage full(String name) {
    return GrayImage.read(TestData.nih().resolve("images-1024").resolve(name));
  }
}

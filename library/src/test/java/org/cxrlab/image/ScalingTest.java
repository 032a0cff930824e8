package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static final GrayImage BLACK_GREY_WHITE = GrayImage.of(3, 1, 0, 0.5f, 1);

  @Test
  void imageNetsMeanAndDeviationDifferByChannel() {
    List<float[]> channels = Scaling.IMAGENET.channels(BLACK_GREY_WHITE, 3);
    // torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    assertArrayEquals(new float[] {-2.117904f, 0.065502f, 2.248908f}, channels.get(0), 1e-5f);
    assertArrayEquals(new float[] {-2.035714f, 0.196429f, 2.428571f}, channels.get(1), 1e-5f);
    assertArrayEquals(new float[] {-1.804444f, 0.417778f, 2.64f}, channels.get(2), 1e-5f);
  }

  @Test
  void torchxrayvisionsPixelsGoFromMinusToPlus1024() {
    List<float[]> channels = Scaling.XRV.channels(BLACK_GREY_WHITE, 1);
    assertEquals(1, channels.size());
    assertArrayEquals(new float[] {-1024, 0, 1024}, channels.get(0));
  }

  @Test
  void standardisedFilmsHaveMeanZeroAndDeviationOneInEqualChannels() {
    List<float[]> channels = Scaling.STANDARDISED.channels(BLACK_GREY_WHITE, 3);
    float end = (float) Math.sqrt(1.5);
    for (float[] channel : channels) {
      assertArrayEquals(new float[] {-end, 0, end}, channel, 1e-6f);
    }
  }

  @Test
  void aScalingOfOnesOwnIsKnownAgainByItsName() {
    Scaling own = Scaling.of(List.of(0.5, 0.25, 0.0), List.of(0.5, -0.125, 1.0));
    assertEquals(own, Scaling.valueOf(own.name()));
    List<float[]> channels = own.channels(BLACK_GREY_WHITE, 3);
    assertArrayEquals(new float[] {-1, 0, 1}, channels.get(0));
    assertArrayEquals(new float[] {2, -2, -6}, channels.get(1));
    assertEquals(Scaling.SIGNED, Scaling.of(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)));
    assertThrows(IllegalArgumentException.class, () -> Scaling.of(List.of(0.5), List.of(0.0)));
    assertThrows(IllegalArgumentException.class, () -> Scaling.valueOf("LESS [x] BY [1.0]"));
  }
}

package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;

class NamePlacesTest {
  private static final Rectangle2D PICTURE = new Rectangle2D.Double(0, 0, 300, 300);

  @Test
  void aNameStandsAboveItsBoxAndInsideWhereThereIsNoRoomAbove() {
    var places = new NamePlaces(300, 300);
    assertEquals(
        new Rectangle2D.Double(49, 82, 60, 18), places.take(new Box(50, 100, 80, 80), 60, 18));
    assertEquals(
        new Rectangle2D.Double(199, 5, 60, 18), places.take(new Box(200, 5, 80, 80), 60, 18));
  }

  @Test
  void namesOfBoxesInTheSamePlaceDoNotHideEachOther() {
    var places = new NamePlaces(300, 300);
    List<Rectangle2D> taken = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      taken.add(places.take(new Box(120 + i, 100, 80, 60), 90, 18));
    }
    assertApart(taken);
  }

  @Test
  void namesOfBoxesAnywhereStayInsideThePictureAndApart() {
    var random = new Random(3);
    for (int films = 0; films < 200; films++) {
      var places = new NamePlaces(300, 300);
      List<Rectangle2D> taken = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        double x = random.nextDouble() * 290;
        double y = random.nextDouble() * 290;
        var box = new Box(x, y, 5 + random.nextDouble() * (295 - x), 5 + random.nextDouble() * 50);
        taken.add(places.take(box, 40 + random.nextInt(80), 18));
      }
      assertApart(taken);
    }
  }

  private static void assertApart(List<Rectangle2D> places) {
    for (int i = 0; i < places.size(); i++) {
      assertTrue(PICTURE.contains(places.get(i)), places.get(i) + " is outside");
      for (int k = 0; k < i; k++) {
        assertFalse(
            places.get(i).intersects(places.get(k)), places.get(i) + " hides " + places.get(k));
      }
    }
  }
}

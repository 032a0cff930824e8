package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static List<Integer> places(String... names) {
    var places = new Places();
    return List.of(names).stream().map(places::of).toList();
  }

  @Test
  void namesInOrderAreCountedUp() {
    assertEquals(List.of(0, 1, 1, 2, 3), places("2", "9", "9", "10", "11"));
  }

  @Test
  void aNameThatComesAgainKeepsItsPlaceWhereverItStands() {
    assertEquals(
        List.of(0, 1, 2, 3, 2, 1, 4, 0, 5, 3), // 007 before 000, as in NIH's table
        places(
            "a_000", "a_007", "a_001", "a_002", "a_001", "a_007", "b_000", "a_000", "c", "a_002"));
  }

  @Test
  void namesInAnyOrderHaveThePlacesThatAMapGivesThem() {
    var draw = new Random(5);
    var places = new Places();
    Map<String, Integer> known = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String name = Integer.toString(draw.nextInt(6_000), 36);
      int place = known.computeIfAbsent(name, n -> known.size());
      assertEquals(place, places.of(name), name);
    }
    assertEquals(known.size(), places.count());
  }
}

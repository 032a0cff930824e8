package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Showable;
import org.cxrlab.notebook.control.Throttle;
import org.junit.jupiter.api.Test;

/** When a cell that shows films to a model says how far it is; the seconds are counted here. */
class FilmsViewTest {
  private static final double SECOND = 1e9;

  private final List<String> seen = new ArrayList<>();
  private double seconds;

  private final FilmsView view =
      new FilmsView(
          new Progress(Throttle.ofPictures()) {
            @Override
            void show(State state) {
              seen.add(state.share() + " " + state.words());
            }

            @Override
            void end(Showable result) {
              seen.add(result.figure().text());
            }
          },
          () -> (long) (seconds * SECOND));

  private void at(double second, int films, int all) {
    seconds = second;
    view.onFilms(films, all);
  }

  @Test
  void whatIsSoonDoneSaysNothing() {
    at(0, 0, 200);
    at(1, 8, 200); // would take 24 s more, but the first films are slow
    at(3, 100, 200);
    at(6, 200, 200);
    assertEquals(List.of(), seen);
  }

  @Test
  void whatTakesLongSaysHowFarHowFastAndHowLongStillAndInTheEndHowLongItTook() {
    at(0, 0, 2_000);
    at(4, 100, 2_000);
    at(80, 2_000, 2_000);
    assertEquals(
        List.of("0.05 100 of 2,000 films, 25.0 films/s, 1:16 min left", "2,000 films in 1:20 min."),
        seen);
  }

  @Test
  void whatWasShownOnceIsEndedThoughTheRestWentFast() {
    at(0, 0, 20);
    at(10, 8, 20);
    at(11, 20, 20);
    assertEquals(List.of("0.4 8 of 20 films, 0.8 films/s, 15 s left", "20 films in 11 s."), seen);
  }
}

package org.cxrlab.notebook.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.TableFigure;
import org.junit.jupiter.api.Test;

class ControlTest {
  private final FakeWire wire = new FakeWire();

  private static void settle() {
    View.settle(Duration.ofSeconds(10));
    try {
      assertTrue(Callbacks.shared().await(Duration.ofSeconds(10)));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    View.settle(Duration.ofSeconds(10));
  }

  @Test
  void aPanelThatItsCellShowsAnewIsForgottenButForWhatIsShownElsewhere() {
    var wire = new FakeWire();
    wire.panel = "cell-panel-1";
    var alone = Controls.slider("Alone", 0, 5, 1);
    var both = Controls.checkbox("Both", true);
    View.show(wire, Controls.column(alone, both));
    View.show(wire, Controls.column(Controls.slider("Next", 0, 5, 2), both));
    List<FakeWire.Opened> sliders = wire.all("IntSliderModel");
    assertTrue(sliders.get(0).closed, "nobody sees the first slider any more");
    assertFalse(sliders.get(1).closed);
    assertFalse(wire.only("CheckboxModel").closed, "the second panel shows it too");
    alone.set(4);
    assertEquals(4, alone.value());
    both.set(false);
    assertEquals("false", wire.only("CheckboxModel").text("value"));
  }

  @Test
  void aSliderIsTheWidgetOfThatNameAndTellsWhatItsReaderSays() {
    Control<Integer> slider = Controls.slider("Film", 1, 40, 7);
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    slider.onChange(seen::add);
    View.show(wire, slider);
    FakeWire.Opened model = wire.only("IntSliderModel");
    assertEquals("7", model.text("value"));
    assertEquals("40", model.text("max"));
    assertEquals("@jupyter-widgets/controls", model.text("_model_module"));
    model.say("value", 12);
    settle();
    assertEquals(12, slider.value());
    assertEquals(List.of(12), seen);
    assertEquals(Map.of("value", 12), model.echoes.get(0), "for other pages");
    slider.set(3);
    settle();
    assertEquals("3", model.text("value"));
    assertEquals(List.of(12, 3), seen);
  }

  @Test
  void aLogSliderTellsTwoDigitsAsItsReadingShowsThem() {
    Control<Double> rate = Controls.logSlider("Learning rate", 1e-6, 0.1, 1e-3);
    View.show(wire, rate);
    FakeWire.Opened model = wire.only("FloatLogSliderModel");
    assertEquals("-6.0", model.text("min"));
    assertEquals("-1.0", model.text("max"));
    model.say("value", 3.1622776601683795e-4);
    assertEquals(3.2e-4, rate.value());
    assertEquals("Learning rate: 0.00032", rate.toString());
  }

  @Test
  void aListTravelsAsThePlaceInIt() {
    Control<Duration> list =
        Controls.dropdown(
            "Time",
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(60)),
            d -> d.toSeconds() + " s",
            Duration.ofSeconds(60));
    View.show(wire, list);
    FakeWire.Opened model = wire.only("DropdownModel");
    assertEquals("1", model.text("index"));
    assertEquals(List.of("1 s", "60 s"), model.state.get("_options_labels"));
    model.say("index", 0);
    assertEquals(Duration.ofSeconds(1), list.value());
  }

  @Test
  void aValueOutsideIsRefusedInASentence() {
    Control<Integer> slider = Controls.slider("Film", 1, 40, 7);
    var error = assertThrows(IllegalArgumentException.class, () -> slider.set(41));
    assertEquals("The slider Film goes from 1 to 40; 41 is outside.", error.getMessage());
    assertEquals(7, slider.value());
    var list = Controls.dropdown("Label", List.of("Mass", "Nodule"), "Mass");
    error = assertThrows(IllegalArgumentException.class, () -> list.set("Masss"));
    assertEquals(
        "There is no Masss in the list Label; choose one of [Mass, Nodule].", error.getMessage());
  }

  @Test
  void ofManyMovesInARowOnlyTheLastIsServedAndNeverTwoAtATime() throws InterruptedException {
    Control<Integer> slider = Controls.slider("Film", 0, 100, 0);
    Control<Boolean> other = Controls.checkbox("boxes", false);
    var began = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    slider.onChange(
        i -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          began.countDown();
          await(goOn);
          seen.add(i);
          inside.decrementAndGet();
        });
    other.onChange(
        b -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          inside.decrementAndGet();
        });
    slider.set(1);
    began.await();
    for (int i = 2; i <= 70; i++) {
      slider.set(i);
    }
    other.set(true);
    goOn.countDown();
    settle();
    assertEquals(List.of(1, 70), seen);
    assertEquals(1, most.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anErrorOfAListenerIsShownUntilTheNextGoesWell() {
    Control<Integer> slider = Controls.slider("By", -2, 2, 1);
    slider.onChange(by -> assertTrue(12 / by != 0));
    View.show(wire, slider);
    slider.set(0);
    settle();
    assertTrue(wire.still().contains("ArithmeticException: / by zero"), wire.still());
    slider.set(2);
    settle();
    assertFalse(wire.still().contains("ArithmeticException"), wire.still());
  }

  @Test
  void anErrorOfWorkThatWasAskedForIsShownAndNotTakenAwayByTheNext() {
    Control<Integer> slider = Controls.slider("Step", 0, 2, 1);
    View.show(wire, slider);
    slider.soon(
        () -> {
          throw new IllegalStateException("the curve can't be drawn");
        });
    settle();
    slider.soon(() -> slider.set(2));
    settle();
    assertTrue(wire.still().contains("the curve can&#39;t be drawn"), wire.still());
  }

  @Test
  void aStopButtonActsWhileAnotherCallbackRuns() throws InterruptedException {
    var pressed = new CountDownLatch(1);
    Button start = Controls.button("Start").onClick(() -> await(pressed));
    Button stop = Controls.button("Stop").onClickAtOnce(pressed::countDown);
    View.show(wire, Controls.row(start, stop));
    List<FakeWire.Opened> buttons = wire.all("ButtonModel");
    buttons.get(0).click();
    assertFalse(Callbacks.shared().await(Duration.ofMillis(50)), "it waits for the other button");
    buttons.get(1).click();
    settle();
    assertEquals(0, pressed.getCount());
  }

  @Test
  void theStillIsATableOfTheSettingsAndThePictures() {
    Control<Integer> film = Controls.slider("Film", 1, 1500, 1203);
    Control<Boolean> boxes = Controls.checkbox("boxes", true);
    var chart =
        Charts.lines("A <b>line", "x", "y")
            .line("l", new double[] {0, 1}, new double[] {0, 1})
            .alt("A rising line")
            .build();
    var panel =
        Controls.column(
            Controls.row(Controls.column(film, boxes), Controls.chart(chart)),
            Controls.button("Press me"),
            Controls.output(TableFigure.columns("Loss").row(0.25).build()),
            Controls.text("5 < 6"));
    View.show(wire, panel);
    String html = wire.still();
    assertTrue(html.contains(">Film<") && html.contains("1,203"), html);
    assertTrue(html.contains("alt=\"A rising line\"") && html.contains("data:image/png;base64,"));
    assertTrue(html.contains("0.25"), html);
    assertFalse(html.contains("Press me"), "nobody can press it");
    assertFalse(html.contains("<script") || html.contains("http"), html);
    String text = wire.texts.values().iterator().next();
    assertTrue(text.contains("Film: 1,203") && text.contains("boxes: yes"), text);
    assertTrue(text.contains("A rising line") && text.contains("5 < 6"), text);
    film.set(7);
    settle();
    assertTrue(wire.still().contains(">7<"), wire.still());
  }

  @Test
  void whatIsNotShownIsNotInTheStillEither() {
    Control<Integer> film = Controls.slider("Film", 1, 3, 1);
    film.show(false);
    View.show(wire, Controls.column(film, Controls.checkbox("boxes", true)));
    assertFalse(wire.still().contains("Film"), wire.still());
    FakeWire.Opened slider = wire.only("IntSliderModel");
    assertEquals("none", layoutOf(slider));
    film.show(true);
    settle();
    assertTrue(wire.still().contains("Film"), wire.still());
    assertEquals("", layoutOf(slider));
  }

  private String layoutOf(FakeWire.Opened model) {
    String id = model.text("layout").replace("IPY_MODEL_", "");
    FakeWire.Opened layout =
        wire.opened.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
    return layout.state.containsKey("display") ? layout.text("display") : "";
  }

  @Test
  void whatCanNotBeMovedByTheReaderCanBeByCode() {
    Control<Integer> film = Controls.slider("Film", 1, 3, 1);
    View.show(wire, film);
    film.enable(false);
    assertEquals("true", wire.only("IntSliderModel").text("disabled"));
    film.set(2);
    assertEquals("2", wire.only("IntSliderModel").text("value"));
    film.enable(true);
    assertEquals("false", wire.only("IntSliderModel").text("disabled"));
  }

  @Test
  void shownTwiceItIsOneModelWithTwoStills() {
    Control<Integer> film = Controls.slider("Film", 1, 3, 1);
    View.show(wire, film);
    View.show(wire, film);
    wire.only("IntSliderModel").say("value", 3);
    settle();
    assertEquals(2, wire.stills.size());
    wire.stills.values().forEach(html -> assertTrue(html.contains(">3<"), html));
  }

  @Test
  void aSliderThatGetsAnotherRangeKeepsItsListenersAndItsModel() {
    Control<Integer> film = Controls.slider("Film", 1, 100, 80);
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    film.onChange(seen::add);
    View.show(wire, film);
    film.describe(Description.slider("Film", 1, 12), 5);
    settle();
    assertEquals("12", wire.only("IntSliderModel").text("max"));
    assertEquals(List.of(5), seen);
  }

  @Test
  void aFieldForANumberRefusesWhatIsOutsideAloudAndKeepsItsValue() {
    Control<Integer> epochs = Controls.number("Epochs", 1, 1000, 5);
    View.show(wire, epochs);
    FakeWire.Opened model = wire.only("IntTextModel");
    model.say("value", 100);
    assertEquals(100, epochs.value(), "no slider's end stands in the way");
    model.say("value", 0);
    settle();
    assertEquals(100, epochs.value());
    assertEquals("100", model.text("value"), "the reader sees what holds");
    assertTrue(wire.still().contains("Epochs goes from 1 to 1000; 0 is outside."), wire.still());
    model.say("value", 7);
    assertEquals(7, epochs.value());
  }

  @Test
  void aSliderShowsTheVeryValueThatWasSetAndNoneBesideIt() {
    Control<Double> cutOff = Controls.slider("Cut-off", 0, 1, 0.005, 0.5);
    View.show(wire, cutOff);
    FakeWire.Opened model = wire.only("FloatSliderModel");
    cutOff.set(0.8563);
    assertEquals(0.8563, cutOff.value());
    assertEquals("Cut-off: 0.8563", cutOff.toString());
    double steps = 0.8563 / Double.parseDouble(model.text("step"));
    assertEquals(Math.rint(steps), steps, 1e-9, "the value is a step of the slider");
    assertEquals(".4f", model.text("readout_format"));
    model.say("value", 0.8563);
    assertEquals(0.8563, cutOff.value());
  }

  @Test
  void aTooltipIsAtTheLabelOfEachKindOfControlAndStaysWithAnotherRange() {
    Control<Integer> film = Controls.slider("Film", 1, 9, 1).tooltip("Which \"film\".");
    View.show(wire, film);
    FakeWire.Opened model = wire.only("IntSliderModel");
    String label = "<span title=\"Which &quot;film&quot;.\" style=\"cursor:help\">Film</span>";
    assertEquals(label, model.text("description"));
    assertEquals("true", model.text("description_allow_html"));
    film.describe(Description.slider("Film", 1, 4), 2);
    assertEquals(label, model.text("description"));
    assertEquals("Film: 2", film.toString());
    var button = Controls.button("Go");
    button.tooltip("Goes.");
    View.show(wire, button);
    assertEquals("Goes.", wire.only("ButtonModel").text("tooltip"));
  }

  @Test
  void aPictureHasTheWordsOfWhatItShowsNow() {
    var chart =
        Controls.chart(
            Charts.lines("Loss", "x", "y")
                .line("a", new double[] {0, 1}, new double[] {0, 1})
                .alt("It rises.")
                .build());
    View.show(wire, chart);
    assertTrue(wire.only("ImageModel").text("tooltip").contains("It rises."));
    chart.set(
        Charts.lines("Loss", "x", "y")
            .line("a", new double[] {0, 1}, new double[] {1, 0})
            .alt("It falls.")
            .build());
    assertTrue(wire.only("ImageModel").text("tooltip").contains("It falls."));
  }
}

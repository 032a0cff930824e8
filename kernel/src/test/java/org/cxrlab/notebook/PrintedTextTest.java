package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedTextTest {
  private static final PrintedText.Limits TEN_AND_FOUR = new PrintedText.Limits(10, 4, 2, 20);

  @TempDir Path folder;
  private final Page page = new Page();

  private PrintedText text(PrintedText.Limits limits) {
    return new PrintedText(page, limits, "place", folder.resolve("all.txt"));
  }

  @Test
  void whatIsPrintedBetweenTwoSendingsIsSentAtOnce() {
    PrintedText text = text(TEN_AND_FOUR);
    print(text, StreamType.OUT, "a\n");
    print(text, StreamType.OUT, "b\n");
    assertEquals(List.of(), page.all());
    text.send();
    assertEquals(List.of("OUT a\nb\n"), page.all());
    assertFalse(text.isWaiting());
  }

  @Test
  void streamsKeepTheirOrder() {
    PrintedText text = text(TEN_AND_FOUR);
    print(text, StreamType.OUT, "a\n");
    print(text, StreamType.ERR, "b\n");
    print(text, StreamType.OUT, "c\n");
    text.settle();
    assertEquals(List.of("OUT a\n", "ERR b\n", "OUT c\n"), page.all());
  }

  @Test
  void ofAFloodTheMiddleIsLeftOutAndTheFileHasAll() throws IOException {
    PrintedText text = text(TEN_AND_FOUR);
    lines(text, 0, 100);
    text.send();
    assertTrue(page.all().get(1).contains("90 more lines so far"), page.all().get(1));
    lines(text, 100, 1_000);
    text.send();
    text.end();
    assertEquals("OUT " + numbers(0, 10), page.all().get(0));
    String note = page.all().get(1);
    assertTrue(note.contains("… 986 lines (3.9 kB) left out here."), note);
    assertTrue(note.contains(folder.resolve("all.txt").toString()), note);
    assertEquals("OUT " + numbers(996, 1_000), page.all().get(2));
    assertEquals(3, page.all().size());
    assertEquals(numbers(0, 1_000), Files.readString(folder.resolve("all.txt")));
  }

  @Test
  void endOfAFloodKeepsItsStreams() {
    PrintedText text = text(TEN_AND_FOUR);
    lines(text, 0, 100);
    print(text, StreamType.ERR, "wrong\n");
    print(text, StreamType.OUT, "right\n");
    text.end();
    assertEquals(List.of("OUT 98\n99\n", "ERR wrong\n", "OUT right\n"), page.all().subList(2, 5));
  }

  @Test
  void whatJustFitsIsWholeAndMakesNoFile() {
    PrintedText text = text(TEN_AND_FOUR);
    lines(text, 0, 14);
    text.end();
    assertEquals(numbers(0, 14), page.printed());
    assertTrue(page.places.isEmpty());
    assertFalse(Files.exists(folder.resolve("all.txt")));
  }

  @Test
  void slowLinesAfterTheHeadAreSentAsTheyCome() {
    PrintedText text = text(TEN_AND_FOUR);
    lines(text, 0, 10);
    for (int i = 10; i < 25; i++) {
      lines(text, i, i + 1);
      text.send();
      assertEquals(numbers(0, i + 1), page.printed());
    }
    text.end();
    assertTrue(page.places.isEmpty());
  }

  @Test
  void slowLinesWithoutAnEndAreBoundedToo() {
    PrintedText text = text(TEN_AND_FOUR);
    for (int i = 0; i < 10_000; i++) {
      lines(text, i, i + 1);
      text.send();
    }
    text.end();
    assertTrue(page.printed().lines().count() < 50, page.printed());
    assertTrue(page.printed().endsWith("9999\n"));
  }

  @Test
  void longLineIsCutInTheMiddleBetweenCharacters() throws IOException {
    PrintedText text = text(TEN_AND_FOUR);
    String line = "ä".repeat(1_000_000) + "\n";
    print(text, StreamType.OUT, "x" + line);
    text.end();
    assertEquals("OUT x" + "ä".repeat(499), page.all().get(0));
    assertTrue(page.all().get(1).contains("2.0 MB left out here"), page.all().get(1));
    assertTrue(page.all().get(2).endsWith("ää\n"));
    assertFalse(page.printed().contains("\uFFFD"));
    assertEquals("x" + line, Files.readString(folder.resolve("all.txt")));
  }

  @Test
  void afterAFloodWhatIsShownNextStandsBelowItAndMoreFollows() {
    PrintedText text = text(TEN_AND_FOUR);
    lines(text, 0, 100);
    text.settle();
    page.all().clear();
    page.places.clear();
    lines(text, 0, 100);
    text.settle();
    assertTrue(page.all().get(0).contains("… 96 lines"), page.all().get(0));
    assertEquals("OUT " + numbers(96, 100), page.all().get(1));
  }

  @Test
  void withoutLimitsEverythingIsSent() {
    PrintedText text = text(PrintedText.Limits.NONE);
    lines(text, 0, 200_000);
    text.end();
    assertEquals(numbers(0, 200_000), page.printed());
  }

  @Test
  void fileThatCannotBeWrittenIsSaid() throws IOException {
    Files.writeString(folder.resolve("in the way"), "");
    var text =
        new PrintedText(page, TEN_AND_FOUR, "place", folder.resolve("in the way").resolve("x"));
    lines(text, 0, 100);
    text.end();
    assertTrue(page.all().get(1).contains("was to be kept in"), page.all().get(1));
    assertTrue(page.printed().endsWith("99\n"));
  }

  private static void lines(PrintedText text, int from, int to) {
    for (int i = from; i < to; i++) {
      print(text, StreamType.OUT, i + "\n");
    }
  }

  private static void print(PrintedText text, StreamType stream, String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    text.write(stream, bytes, 0, bytes.length);
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  /** What stands under the cell: text of streams, and places by their number in the list. */
  private static final class Page implements PrintedText.Front {
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();

    List<String> all() {
      return outputs;
    }

    String printed() {
      return outputs.stream()
          .filter(o -> o.startsWith("OUT ") || o.startsWith("ERR "))
          .map(o -> o.substring(4))
          .collect(Collectors.joining());
    }

    @Override
    public void print(StreamType stream, String text) {
      outputs.add(stream + " " + text);
    }

    @Override
    public void show(String place, String text) {
      assertFalse(places.containsKey(place));
      places.put(place, outputs.size());
      outputs.add("[" + text + "]");
    }

    @Override
    public void rewrite(String place, String text) {
      outputs.set(places.get(place), "[" + text + "]");
    }
  }
}

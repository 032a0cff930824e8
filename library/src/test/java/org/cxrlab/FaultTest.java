package org.cxrlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.cxrlab.Fault.Whose;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.TableException;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.PictureException;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose an exception is, by its type and by its stack. */
class FaultTest {
  private static final String LOADER = Fault.class.getClassLoader().getName();

  private static final StackTraceElement OURS = frame(LOADER, "org.cxrlab.data.Films");
  private static final StackTraceElement JAVA = frame(null, "java.util.Objects");
  private static final StackTraceElement LIBRARY = frame(LOADER, "ai.djl.ndarray.NDArray");
  private static final StackTraceElement CELL = frame(null, "REPL.$JShell$12");
  private static final StackTraceElement CLASS_OF_A_CELL = frame(null, "Shelf");
  private static final StackTraceElement JAR_OF_THE_USER = frame(null, "com.clinic.Archive");

  private static StackTraceElement frame(String loader, String name) {
    return new StackTraceElement(loader, null, null, name, "call", "File.java", 7);
  }

  private static <T extends Throwable> T at(T thrown, StackTraceElement... stack) {
    thrown.setStackTrace(stack);
    return thrown;
  }

  private static void assertWhose(Whose expected, Throwable thrown, StackTraceElement... stack) {
    assertEquals(expected, Fault.of(at(thrown, stack)).whose(), thrown + " " + List.of(stack));
  }

  @Test
  void typeOfOursIsASentenceWhoeverThrowsIt() {
    assertWhose(Whose.ASKER, new CxrlabException("No."), OURS, CELL);
    assertWhose(Whose.ASKER, new TableException("No."), CELL);
    assertWhose(Whose.ASKER, new PictureException("No."));
  }

  @Test
  void typeOfJavasIsASentenceOnlyWhereWeThrowItAndSaySomething() {
    for (RuntimeException thrown :
        List.of(
            new IllegalArgumentException("No."),
            new UncheckedIOException("No.", new IOException("disk")),
            new CancellationException("No."),
            new NoSuchElementException("No."))) {
      assertWhose(Whose.ASKER, thrown, OURS, CELL);
      assertWhose(Whose.CALLER, thrown, CELL, OURS);
      assertWhose(Whose.CALLER, thrown, JAVA, CELL, OURS);
    }
    assertWhose(Whose.CXRLAB, new IllegalArgumentException(), OURS);
    assertWhose(Whose.CXRLAB, new IllegalArgumentException("bound must be positive"), JAVA, OURS);
    assertWhose(Whose.CXRLAB, new UncheckedIOException(new IOException("disk")), OURS);
    assertWhose(Whose.CXRLAB, new NumberFormatException("For input string: \"x\""), JAVA, OURS);
  }

  @Test
  void anyOtherTypeIsOfWhoeverItsTopFrameIs() {
    for (Throwable thrown :
        List.of(
            new NullPointerException("null"),
            new IllegalStateException("can't be"),
            new ArithmeticException("/ by zero"),
            new UnsupportedOperationException(),
            new AssertionError("can't be"),
            new IOException("disk"),
            new NoClassDefFoundError("ai/djl/Engine"),
            new UnsatisfiedLinkError("no libtorch"))) {
      assertWhose(Whose.CXRLAB, thrown, OURS, CELL);
      assertWhose(Whose.CXRLAB, thrown, JAVA, JAVA, OURS, CELL);
      assertWhose(Whose.CXRLAB, thrown, LIBRARY, JAVA, OURS, CELL);
      assertWhose(Whose.CALLER, thrown, CELL, OURS, CELL);
      assertWhose(Whose.CALLER, thrown, CLASS_OF_A_CELL, OURS);
      assertWhose(Whose.CALLER, thrown, JAR_OF_THE_USER, OURS, CELL);
      assertWhose(Whose.CALLER, thrown, JAVA, CELL, JAVA, OURS, CELL);
      assertWhose(Whose.CALLER, thrown, LIBRARY, CELL);
      assertWhose(Whose.CALLER, thrown);
    }
  }

  @Test
  void wantOfMemoryIsNobodysFaultAndSaysHowToGiveMore() {
    Fault fault = Fault.of(at(new OutOfMemoryError("Java heap space"), JAVA, OURS));
    assertEquals(Whose.MEMORY, fault.whose());
    assertEquals(true, fault.sentence().contains("JDK_JAVA_OPTIONS=-Xmx"), fault.sentence());
  }

  @Test
  void callsWithoutAnEndAreOfTheCellThatIsAmongThem() {
    assertWhose(Whose.CALLER, new StackOverflowError(), OURS, CELL, OURS, CELL);
    assertWhose(Whose.CXRLAB, new StackOverflowError(), OURS, JAVA, OURS, JAVA);
  }

  @Test
  void whatIsInterruptedOrCalledOffByOthersIsNoFaultOfOurs() {
    assertWhose(Whose.CALLER, new InterruptedException(), JAVA, OURS, CELL);
    assertWhose(Whose.CALLER, new CancellationException(), JAVA, OURS, CELL);
  }

  @Test
  void carrierIsLookedThroughAndWordsOfItsOwnAreKept() {
    var sentence = new TableException("films.csv is empty.");
    for (Throwable carrier :
        List.of(
            new ExecutionException(sentence),
            new CompletionException(sentence),
            new UndeclaredThrowableException(sentence),
            new InvocationTargetException(sentence),
            new ExceptionInInitializerError(sentence),
            new ExecutionException(new CompletionException(sentence)))) {
      Fault fault = Fault.of(carrier);
      assertSame(sentence, fault.thrown(), carrier.toString());
      assertEquals(Whose.ASKER, fault.whose());
    }
    var told = at(new CompletionException("the night's work failed", sentence), CELL);
    assertSame(told, Fault.of(told).thrown());
    assertEquals(Whose.CALLER, Fault.of(told).whose());
    var ofCell = at(new NullPointerException(), CELL);
    assertEquals(Whose.CALLER, Fault.of(at(new ExecutionException(ofCell), JAVA, OURS)).whose());
    var ours = at(new NullPointerException(), OURS);
    assertEquals(Whose.CXRLAB, Fault.of(at(new ExecutionException(ours), JAVA, CELL)).whose());
  }

  @Test
  void causeOfAnExceptionWithWordsDoesNotDecide() {
    var ours = at(new NullPointerException(), OURS);
    assertWhose(Whose.CALLER, new RuntimeException("mine", ours), CELL);
    assertWhose(Whose.ASKER, new TableException("No."), OURS);
    var cell = at(new IllegalStateException("mine"), CELL);
    assertWhose(Whose.CXRLAB, new IllegalStateException("can't be", cell), OURS);
  }

  @Test
  void suppressedExceptionDecidesNothing() {
    var sentence = new CxrlabException("No.");
    sentence.addSuppressed(at(new NullPointerException(), OURS));
    assertEquals(Whose.ASKER, Fault.of(sentence).whose());
    var fault = at(new NullPointerException(), OURS);
    fault.addSuppressed(sentence);
    assertEquals(Whose.CXRLAB, Fault.of(fault).whose());
  }

  @Test
  void systemsReasonIsAddedOnceWhereTheSentenceLacksIt() {
    assertEquals(
        "The map can't be written. Its permissions do not allow it.",
        sentence("The map can't be written.", new AccessDeniedException("x")));
    assertEquals(
        "It can't be read. There is no such file.",
        sentence("It can't be read.", new NoSuchFileException("x")));
    assertEquals(
        "It can't be written. The disk is full: free some space, or name a place on another disk.",
        sentence("It can't be written.", new IOException("No space left on device")));
    assertEquals(
        "It says disk full.", sentence("It says disk full.", new IOException("disk full")));
  }

  private static String sentence(String words, IOException cause) {
    return Fault.of(at(new UncheckedIOException(words, cause), OURS)).sentence();
  }

  @Test
  void fileThatCanNotBeUsedIsSaidByATypeOfItsOwn(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "Image,Mass\na.png,maybe\n");
    assertEquals(
        Whose.ASKER, whose(assertThrows(TableException.class, () -> Films.course(text, folder))));
    assertEquals(
        Whose.ASKER, whose(assertThrows(PictureException.class, () -> GrayImage.read(text))));
    assertEquals(
        Whose.ASKER, whose(assertThrows(WeightsException.class, () -> Weights.read(text))));
    var argument =
        assertThrows(
            IllegalArgumentException.class, () -> Labels.of("Mass").indexOf("Broken heart"));
    assertEquals(Whose.ASKER, whose(argument));
  }

  private static Whose whose(Throwable thrown) {
    return Fault.of(thrown).whose();
  }

  @Test
  void nullThatOurCodeTripsOverInsideJavaIsOurs() {
    assertEquals(
        Whose.CXRLAB, whose(assertThrows(NullPointerException.class, () -> new Labels(null))));
  }

  @Test
  void sentenceOfAnotherThreadArrivesAsThatSentence() {
    var carried =
        assertThrows(
            CompletionException.class,
            () -> CompletableFuture.supplyAsync(() -> Weights.read(Path.of("pom.xml"))).join());
    assertEquals(Whose.ASKER, whose(carried));
    assertEquals(WeightsException.class, Fault.of(carried).thrown().getClass());
  }

  @Test
  void standInIsJudgedByTheClassThatItNames() {
    var standIn = at(new Exception("films.csv is empty."), OURS, CELL);
    assertEquals(Whose.ASKER, Fault.of(standIn, t -> "org.cxrlab.data.TableException").whose());
    assertEquals(Whose.ASKER, Fault.of(standIn, t -> "java.lang.IllegalArgumentException").whose());
    assertEquals(Whose.CXRLAB, Fault.of(standIn, t -> "java.lang.NullPointerException").whose());
    var ofCell = at(new Exception("mine"), CELL);
    assertEquals(Whose.CALLER, Fault.of(ofCell, t -> "REPL.$JShell$1$Mine").whose());
  }
}

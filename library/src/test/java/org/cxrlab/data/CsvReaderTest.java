package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  @TempDir Path folder;

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("films.csv"), bytes);
  }

  private Path write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Header and rows, as many cells of each as the header has. */
  private static List<List<String>> all(Path file) {
    List<List<String>> rows = new ArrayList<>();
    try (var csv = CsvReader.open(file)) {
      rows.add(csv.header());
      while (csv.next()) {
        rows.add(IntStream.range(0, csv.header().size()).mapToObj(csv::get).toList());
      }
    }
    return rows;
  }

  private static Source account(Path file) {
    var log = new SourceLog();
    try (var csv = CsvReader.open(file)) {
      while (csv.next()) {
        csv.problem();
      }
      csv.tell(log);
    }
    return log.source();
  }

  private static String complaint(Path file) {
    return assertThrows(TableException.class, () -> all(file)).getMessage();
  }

  @Test
  void theSeparatorIsToldByTheRows() throws IOException {
    var plain = List.of(List.of("Image", "P", "Mass"), List.of("a", "1", "0"));
    for (String separator : List.of(",", ";", "\t", "|")) {
      String text = "Image,P,Mass\na,1,0\n".replace(",", separator);
      assertEquals(plain, all(write(text)), separator);
      assertEquals(plain, all(write("\"Image\",\"P\",Mass\n\"a\",1,0".replace(",", separator))));
    }
    // Another separator within cells does not mislead: findings, decimal commas, names in quotes.
    assertEquals("A|B", all(write("Image,Finding\na,A|B\nb,C\n")).get(1).get(1));
    assertEquals("0,9", all(write("Image;Mass\na;0,9\nb;0,1\n")).get(1).get(1));
    assertEquals("Patient, ID", all(write("Image;\"Patient, ID\";Mass\na;1;0\n")).get(0).get(1));
    assertEquals(List.of("Image", "A, B"), all(write("Image;A, B\na;1\nb;0\n")).get(0));
    assertEquals(List.of(List.of("Image"), List.of("a;b")), all(write("Image\na;b\n")));
  }

  @Test
  void cellsLikeThoseOfTheRowBeforeAreTheirOwn() throws IOException {
    assertEquals(
        List.of(
            List.of("Image", "P", "Note"),
            List.of("a.png", "12", "it is \"one\""),
            List.of("b.png", "12", "it is \"one\""),
            List.of("a.png", "13", ""),
            List.of("c.png", "23", "one"),
            List.of("c.jpg", "23", "it is \"two\"")),
        all(
            write(
                "Image,P,Note\na.png,12,\"it is \"\"one\"\"\"\nb.png,12,\"it is \"\"one\"\"\"\n"
                    + "a.png,13,\n ,\u2003,\nc.png,23,one\nc.jpg,23,\"it is \"\"two\"\"\"\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep=\n", "sep=\r", "SEP=\r\n"})
  void aLineThatNamesNoSeparatorIsTheHeader(String text) throws IOException {
    try (var csv = CsvReader.open(write(text))) {
      assertEquals(List.of(text.strip()), csv.header());
      assertFalse(csv.next());
    }
  }

  @Test
  void theLineThatTellsSpreadsheetsTheSeparatorIsNoRow() throws IOException {
    Path file = write("sep=;\r\nImage;Mass\r\na.png;1\r\n");
    assertEquals(List.of(List.of("Image", "Mass"), List.of("a.png", "1")), all(file));
    try (var csv = CsvReader.open(file)) {
      assertTrue(csv.next());
      assertEquals(2, csv.row());
    }
  }

  @Test
  void theEncodingIsToldByTheBytes() throws IOException {
    String text = "Image,Größe,Mass\nä.png,1,0\n";
    List<List<String>> right =
        List.of(List.of("Image", "Größe", "Mass"), List.of("ä.png", "1", "0"));
    for (String mark : List.of("", "\uFEFF")) {
      for (var charset :
          List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
        assertEquals(right, all(write((mark + text).getBytes(charset))), charset + mark);
      }
    }
    Path latin = write(text.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(right, all(latin));
    assertTrue(account(latin).figure().text().contains("Windows-1252"), account(latin).toString());
    // The euro sign and quotes are in Windows-1252 alone.
    Path windows = write("Image,“€”\na,1\n".getBytes(Charset.forName("windows-1252")));
    assertEquals("“€”", all(windows).get(0).get(1));
    assertEquals(List.of(), account(write(text)).entries());
  }

  /** A letter late in a long file decides as well as an early one. */
  @Test
  void anEncodingThatShowsLateIsFoundToo() throws IOException {
    String rows =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "f" + i + ".png,1\n")
            .collect(Collectors.joining());
    Path file =
        write(("Image,Mass\n" + rows + "Müller.png,1\n").getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("Müller.png", all(file).get(20_001).get(0));
    assertEquals(1, account(file).entries().size());
  }

  @Test
  void longCellsAndManyColumnsAreRead() throws IOException {
    String report = "y".repeat(300_000);
    assertEquals(report, all(write("Image,Report\na," + report + "\nb,x\n")).get(1).get(1));
    assertEquals(report, all(write("Image,Report\na,\"" + report + "\"\n")).get(1).get(1));
    String wide = IntStream.range(0, 3000).mapToObj(i -> "L" + i).collect(Collectors.joining(","));
    assertEquals(3000, all(write(wide + "\n" + wide + "\n")).get(1).size());
  }

  @Test
  void aQuoteThatIsNotClosedSwallowsNoRow() throws IOException {
    for (String open :
        List.of(
            "a,.9,\"never closed\nb,.1,\nc,.2,\n",
            // A later cell in quotes could be taken for its end.
            "a,.9,\"never closed\nb,.1,\"x, y\"\nc,.2,\n",
            "a,.9,\"never closed\nb,.1,\"nor this\nc,.2,\n",
            "a,.9,\"never closed\n" + "b,.1,\n".repeat(300_000) + "c,.2,\n")) {
      Path file = write("Image,Mass,Report\n" + open);
      List<List<String>> rows = all(file);
      assertEquals(List.of("a", ".9", "\"never closed"), rows.get(1));
      assertEquals(List.of("b", ".1"), rows.get(2).subList(0, 2));
      assertEquals(List.of("c", ".2", ""), rows.get(rows.size() - 1));
      Source.Entry entry = account(file).losses().get(0);
      assertEquals("row 2", entry.examples().get(0));
    }
  }

  @Test
  void quotesThatFitAreKeptAsTheStandardSays() throws IOException {
    Path file =
        write("A,B\n\"one\ntwo\r\nthree, \"\"four\"\"\" ,\"\"\n\" x \",\"5'11\"\" tall\"\n");
    assertEquals(
        List.of(
            List.of("A", "B"),
            List.of("one\ntwo\r\nthree, \"four\"", ""),
            List.of("x", "5'11\" tall")),
        all(file));
    assertEquals(List.of(), account(file).entries());
    Path loose = write("A,B\n\"abc\" def,\"x\"\n");
    assertEquals(List.of("\"abc\" def", "x"), all(loose).get(1));
    assertEquals(1, account(loose).losses().size());
  }

  @Test
  void namesMayBeginWithAHash() throws IOException {
    assertEquals("#a.png", all(write("Image,Mass\n#a.png,1\nb,0\n")).get(1).get(0));
    assertEquals(List.of("#", "Image"), all(write("#,Image\n1,a.png\n2,b.png\n")).get(0));
    Path comment = write("#made on a Sunday\nImage,Mass\na.png,1\n");
    assertEquals(List.of("Image", "Mass"), all(comment).get(0));
    assertEquals(List.of("#made on a Sunday"), account(comment).losses().get(0).examples());
    try (var csv = CsvReader.open(comment)) {
      assertTrue(csv.next());
      assertEquals(3, csv.row());
    }
  }

  @Test
  void aPackedFileThatIsCutShortIsASentence() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      String rows =
          IntStream.range(0, 50_000).mapToObj(i -> i + ",1\n").collect(Collectors.joining());
      gzip.write(("Image,Mass\n" + rows).getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(50_001, all(write(bytes.toByteArray())).size());
    for (int length : new int[] {2, 12, bytes.size() / 2, bytes.size() - 4}) {
      String message = complaint(write(Arrays.copyOf(bytes.toByteArray(), length)));
      assertTrue(message.contains("films.csv is cut short or damaged"), message);
    }
    byte[] wrong = bytes.toByteArray();
    Arrays.fill(wrong, wrong.length / 2, wrong.length / 2 + 50, (byte) 0x55);
    assertTrue(complaint(write(wrong)).contains("damaged"));
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    assertTrue(complaint(write(new byte[] {'P', 'K', 3, 4, 0, 0, 1})).contains("workbook"));
    assertTrue(complaint(write(new byte[] {(byte) 0x89, 'P', 0, 1})).contains("no"));
    byte[] text =
        ("Image,Mass\n" + "a,1\n".repeat(5000) + "b\0c,1\n").getBytes(StandardCharsets.UTF_8);
    try (var csv = CsvReader.open(write(text))) {
      String problem = "";
      while (csv.next() && problem.isEmpty()) {
        problem = csv.problem();
      }
      assertTrue(problem.contains("NUL"), problem);
      assertEquals(5002, csv.row());
    }
    assertTrue(complaint(write("")).contains("empty"));
    assertTrue(complaint(write("\n\n ,, \n")).contains("empty"));
  }

  @Test
  void aLineBeyondAllMeasureIsRefusedByAStatedLimit() throws IOException {
    byte[] line = new byte[100_000_000];
    Arrays.fill(line, (byte) 'x');
    for (byte first : new byte[] {'x', '"'}) {
      line[0] = first;
      String message = complaint(write(line));
      assertTrue(message.contains("16,777,216 characters"), message);
    }
    Arrays.fill(line, (byte) ',');
    assertTrue(complaint(write(line)).contains("65,536 columns"));
  }

  @Test
  void lineEndsOfAnySystemAreTaken() throws IOException {
    var right = List.of(List.of("A", "B"), List.of("1", "2"), List.of("3", "4"));
    for (String end : List.of("\n", "\r\n", "\r")) {
      assertEquals(right, all(write("A,B\n1,2\n\n , \n3,4\n".replace("\n", end))));
      assertEquals(right, all(write("A,B\n1,2\n3,4".replace("\n", end))));
    }
  }

  @Test
  void columnsAreFoundInOtherSpelling() throws IOException {
    try (var csv = CsvReader.open(write(" patient_ID ,image,Image Index\n1,a,b\n"))) {
      assertEquals(0, csv.column("PatientId"));
      assertEquals(1, csv.column("Image"));
      assertEquals(2, csv.columnIfAny("Image Index", "Image"));
      assertEquals(-1, csv.columnIfAny("Mass"));
    }
  }
}

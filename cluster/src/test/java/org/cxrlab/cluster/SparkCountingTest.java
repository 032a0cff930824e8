package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.CountingCluster;
import org.cxrlab.data.Films;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.data.TableException;
import org.cxrlab.data.TableForm;
import org.cxrlab.data.TableLeaks;
import org.cxrlab.data.TablePart;
import org.cxrlab.data.TableSummary;
import org.cxrlab.figure.Text;
import org.cxrlab.split.Leakage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Counts of tables on Spark, beside those of one process and those made here by hand. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SparkCountingTest {
  private static final String NIH_HEADER =
      "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n";

  @TempDir static Path folder;

  private static Session session;
  private static SparkSession spark;

  @BeforeAll
  static void connect() {
    session = Session.start("local[2]", "counts");
    spark = SparkCounting.spark(session);
  }

  @AfterAll
  static void close() {
    session.close();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }

  private static Path write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  private static Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(charset));
  }

  private static TableSummary here(Path table) {
    return TableSummary.of(Films.table(table).withoutPictures());
  }

  private static TableSummary there(Path table) {
    return SparkCounting.count(spark, table, null);
  }

  /** The same as in one process, to the last count. */
  private static TableSummary same(Path table) {
    TableSummary summary = there(table);
    requireSame(here(table), summary);
    return summary;
  }

  private static void requireSame(TableSummary expected, TableSummary summary) {
    assertEquals(expected.name(), summary.name());
    assertEquals(expected.info(), summary.info());
    assertEquals(expected.ids(), summary.ids());
    assertEquals(expected.filmsPerPatient(), summary.filmsPerPatient());
    assertEquals(expected.positives(), summary.positives());
    assertEquals(expected.together(), summary.together());
    assertEquals(expected.duplicates(), summary.duplicates());
    assertEquals(account(expected), account(summary));
  }

  /** Lines in an order of their own; examples are those of the first rows on both sides. */
  private static String account(TableSummary summary) {
    return summary.account().entries().stream()
        .map(Entry::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static long count(TableSummary summary, Fate fate, String why) {
    return summary.account().entries().stream()
        .filter(entry -> entry.fate() == fate && entry.why().startsWith(why))
        .mapToLong(Entry::count)
        .sum();
  }

  @Test
  void theCommandFindsIt() {
    assertInstanceOf(SparkCounting.class, CountingCluster.find());
  }

  @Test
  void aTableLikeNihsIsCountedAsItWasDrawn() throws IOException {
    var random = new Random(7);
    List<String> findings = List.of("Mass", "Edema", "Effusion", "Hernia");
    Map<String, Integer> positives = new HashMap<>();
    Map<String, Integer> perPatient = new HashMap<>();
    int both = 0;
    var text = new StringBuilder(NIH_HEADER);
    for (int i = 0; i < 30_000; i++) {
      List<String> shown = findings.stream().filter(f -> random.nextInt(5) == 0).toList();
      shown.forEach(f -> positives.merge(f, 1, Integer::sum));
      both += shown.containsAll(List.of("Mass", "Edema")) ? 1 : 0;
      String patient = "" + random.nextInt(9_000);
      perPatient.merge(patient, 1, Integer::sum);
      text.append(
          Text.format(
              "%08d_000.png,%s,0,%s,%d,%s,%s\n",
              i,
              shown.isEmpty() ? "No Finding" : String.join("|", shown),
              patient,
              random.nextInt(90),
              random.nextBoolean() ? "F" : "M",
              random.nextBoolean() ? "PA" : "AP"));
    }
    Path table = write("drawn.csv", text.toString());
    TableForm form = TableForm.of(table);
    assertTrue(form.parts(1 << 18).size() > 3);
    TableSummary summary = counted(TextRows.of(spark, form, Files.size(table), 1 << 18));
    requireSame(here(table), summary);
    assertEquals(30_000, summary.ids().images());
    assertEquals(perPatient.size(), summary.ids().patients());
    positives.forEach((label, n) -> assertEquals(n, summary.positives().positives(label)));
    assertEquals(both, summary.together().both("Mass", "Edema"));
    Map<Integer, Integer> films = new TreeMap<>();
    perPatient.values().forEach(n -> films.merge(n, 1, Integer::sum));
    assertEquals(films, summary.filmsPerPatient().patients());

    Path packed = folder.resolve("packed.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(table, out);
    }
    assertEquals(summary.positives(), same(packed).positives());
  }

  private static TableSummary counted(TableRows rows) {
    var table = new CountedTable(spark, rows);
    table.run();
    return table.summary();
  }

  @Test
  void rowsThatRepeatContradictOrCantBeReadAreToldAsInOneProcess() throws IOException {
    Path table =
        write(
            "odd.csv",
            """
            Image,PatientId,Mass,Edema,View,Age,Sex,Remark
            a.png,00013118,1,0,PA,40,F,"two
            lines, one ""cell""\"
            b.png,13118,0,-1,AP,041Y,M,
            c.png,13118.0,1,,PA,,m,
            a.png,13118,1,0,PA,40,F,again
            d.png,2,0,1,PA,50,F,
            d.png,2,1,1,AP,51,M,contradicts
            e.png,3,0,1,PA,50,F,
            e.png,4,0,1,PA,50,F,another patient
            e.png,3,0,1,PA,50,F,
            f.png,,maybe,1,oblique,411Y,x,
            f.png,Ab,,0,,,,
            g.png,aB,1,1,lateral,>89,F,
            ,5,1,1,PA,50,F,no name
            h.png,5,1
            i.png,'007,0,0,,0.5,,

            j.png,7,0,unknown,"AP",,,
            k.png,1.23457E+11,0,0,,,,
            l.png,,0,0,,,,
            """);
    TableSummary summary = same(table);
    // a to l, but e, whose rows name two patients, and h, which is cut.
    assertEquals(10, summary.info().rows());
    // 13118 (a, b, c); 2; Ab and aB; 7 (i, j); 1.23457E+11; l by itself.
    assertEquals(7, summary.ids().patients());
    assertEquals(Map.of(1, 5, 2, 1, 3, 1), summary.filmsPerPatient().patients());
    assertEquals(3, summary.positives().positives("Mass"));
    // d is contradicted, f says maybe.
    assertEquals(2, summary.positives().unknown("Mass"));
    assertEquals(1, summary.positives().uncertain("Edema"));
    assertEquals(3, count(summary, Fate.VALUE, "are the same number written otherwise"));
    assertEquals(1, count(summary, Fate.VALUE, "differ from another in capitals"));
    assertEquals(1, count(summary, Fate.VALUE, "have no patient's ID"));
    assertEquals(1, count(summary, Fate.LEFT_OUT, "name no picture"));
    assertEquals(1, count(summary, Fate.LEFT_OUT, "have more or fewer cells"));
    assertEquals(1, count(summary, Fate.LEFT_OUT, "name another patient for a picture"));
    assertEquals(1, count(summary, Fate.VALUE, "are none of 0, 1, -1"));
  }

  @Test
  void partsThatEndWithinQuotesAreReadTogether() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder("Image;Report;Mass;PatientId\n");
    for (int i = 0; i < 12_000; i++) {
      String lines = "line of a report; with a separator\n".repeat(random.nextInt(12));
      text.append(Text.format("p%d.png;\"%s\";%d;%d\n", i, lines, i % 3 == 0 ? 1 : 0, i % 500));
    }
    text.append("last.png;\"never closed;1;77\nnext.png;x;0;78\n");
    Path table = write("reports.csv", text.toString());
    TableForm form = TableForm.of(table);
    List<TablePart> parts = form.parts(1 << 12);
    assertTrue(parts.size() > 300);
    assertTrue(parts.stream().anyMatch(part -> form.scan(part).isCut()));
    TableSummary summary = counted(TextRows.of(spark, form, Files.size(table), 1 << 12));
    requireSame(here(table), summary);
    assertEquals(4_001, summary.positives().positives("Mass"));
    assertEquals(1, count(summary, Fate.VALUE, "have a quote that is not closed"));
  }

  @Test
  void encodingsSeparatorsAndLinesAboveAreThoseOfOneProcess() throws IOException {
    String plain = "Image;PatientId;Mass;Geschlecht\nä.png;1;1,0;männlich\nb.png;2;0,0;weiblich\n";
    same(write("utf16.csv", "\uFEFF" + plain, StandardCharsets.UTF_16LE));
    same(write("windows.csv", plain, Charset.forName("windows-1252")));
    same(write("sep.csv", "\uFEFFsep=;\n" + plain));
    same(write("above.csv", "# made by hand\n" + plain.replace(';', '\t')));
    same(write("old-mac.csv", plain.replace('\n', '\r')));
  }

  @Test
  void rowsInWordsNameMoreFindingsAndReadersContradict() throws IOException {
    same(
        write(
            "words.csv",
            NIH_HEADER
                + "a.png,Mass,0,1,40,F,PA\na.png,Edema|Hernia,0,1,40,F,PA\n"
                + "b.png,Nonsense|Mass,0,2,40,F,PA\nc.png,,0,2,40,F,PA\n"));
    same(
        write(
            "readers.csv",
            "Image,reader,Mass\na.png,r1,1\na.png,r2,0\nb.png,r1,1\nb.png,r2,1\nb.png,r3,0\n"));
  }

  @Test
  void parquetIsCountedAsTheTextOfTheSameName() throws IOException {
    Path table =
        write(
            "films.csv",
            "Image,PatientId,Mass,Edema,Age,Note\n"
                + "a.png,13118,1,0,40.5,x\n"
                + "b.png,13119000,0,-1,,\"two\nlines\"\n"
                + "b.png,13119000,0,-1,,\"two\nlines\"\n"
                + "c.png,13118,1,,30.0,\n");
    Dataset<Row> rows =
        spark
            .read()
            .option("header", true)
            .option("multiLine", true)
            .csv(table.toUri().toString())
            .selectExpr(
                "Image",
                "cast(PatientId as double) PatientId",
                "cast(Mass as int) Mass",
                "cast(Edema as float) Edema",
                "cast(Age as double) Age",
                "Note");
    Path parquet = folder.resolve("parquet").resolve("films.csv");
    rows.coalesce(1).write().parquet(parquet.toUri().toString());
    TableSummary expected = here(table);
    TableSummary summary = there(parquet);
    assertEquals(expected.ids(), summary.ids());
    assertEquals(expected.filmsPerPatient(), summary.filmsPerPatient());
    assertEquals(expected.positives(), summary.positives());
    assertEquals(expected.together(), summary.together());
    assertEquals(expected.info().rows(), summary.info().rows());
    assertEquals(1, count(summary, Fate.LEFT_OUT, "say of a picture"));

    Path withBytes = folder.resolve("bytes.parquet");
    rows.selectExpr("*", "cast(Note as binary) Thumbnail")
        .repartition(3)
        .write()
        .parquet(withBytes.toUri().toString());
    TableSummary other = there(withBytes);
    assertEquals(expected.positives(), other.positives());
    assertEquals(1, count(other, Fate.DECIDED, "are passed over: they hold bytes"));
  }

  @Test
  void leaksBetweenTwoTablesAreThoseOfOneProcess() throws IOException {
    var random = new Random(5);
    Set<Integer> inOne = new HashSet<>();
    Set<Integer> inOther = new HashSet<>();
    var one = new StringBuilder("Image,PatientId,Mass\n");
    var other = new StringBuilder("Image,PatientId,Mass\n");
    for (int i = 0; i < 400; i++) {
      int patient = random.nextInt(900);
      boolean first = i % 2 == 0;
      (first ? inOne : inOther).add(patient);
      (first ? one : other)
          .append(Text.format("%d.png,%s%d,%d\n", i, first ? "000" : "", patient, i % 4 / 2));
    }
    other.append("10.png,,1\n");
    Path a = write("train.csv", one.toString());
    Path b = write("test.csv", other.toString());
    TableLeaks leaks = SparkCounting.count(spark, a, b).leaks().get(0);
    inOne.retainAll(inOther);
    assertEquals(inOne.size(), leaks.patients());
    assertEquals(1, leaks.images());
    assertEquals(List.of("10.png"), leaks.firstImages());
    Leakage here =
        Leakage.between(Films.table(a).withoutPictures(), Films.table(b).withoutPictures());
    assertEquals(here.patients().size(), leaks.patients());
    assertEquals(here.patients().subList(0, leaks.firstPatients().size()), leaks.firstPatients());
    assertEquals("test.csv", leaks.other());
  }

  @Test
  void whatOneProcessRefusesIsRefusedInTheSameWords() throws IOException {
    sameRefusal(write("empty.csv", "Image,PatientId,Mass\n"));
    sameRefusal(write("short.csv", "Image,PatientId,Mass\na.png,1\nb.png,2\n"));
    sameRefusal(write("no-image.csv", "PatientId,Mass\n1,1\n2,0\n"));
    sameRefusal(write("no-label.csv", "Image,Note\na.png,word\nb.png,other\n"));
    sameRefusal(folder.resolve("missing.csv"));
    Path packed = folder.resolve("cut.csv.gz");
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      var random = new Random(1);
      out.write(NIH_HEADER.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 50_000; i++) {
        out.write((random.nextLong() + ".png,Mass,0,1,1,F,PA\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(packed, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    // How far a damaged stream can be unpacked depends on how much of it is asked for at once.
    assertEquals(
        outcome(() -> here(packed)).toString().replaceFirst(" row \\d+", ""),
        outcome(() -> there(packed)).toString().replaceFirst(" row \\d+", ""));
    Path boxes = write("boxes.csv", "Image,x,y,width,height,Mass\na.png,1,1,5,5,1\n");
    assertTrue(
        assertThrows(TableException.class, () -> there(boxes))
            .getMessage()
            .contains("has a box in each row"));
  }

  private static void sameRefusal(Path table) {
    assertEquals(outcome(() -> here(table)), outcome(() -> there(table)));
  }

  /** The counts, or the sentence that says why there are none. */
  private static Object outcome(Supplier<TableSummary> count) {
    try {
      return count.get();
    } catch (CxrlabException e) {
      return e.getMessage();
    }
  }

  @Test
  void nihsWholeTableIsTheSameNumberForNumber() {
    Path table = optional("data", "nih").resolve("Data_Entry_2017_v2020.csv.gz");
    Assumptions.assumeTrue(Files.exists(table), "SKIPPED: needs the file " + table);
    TableSummary summary = same(table);
    // As NIH publishes them.
    assertEquals(112_120, summary.ids().images());
    assertEquals(30_805, summary.ids().patients());
    assertEquals(11_559, summary.positives().positives("Atelectasis"));
    assertEquals(227, summary.positives().positives("Hernia"));
  }

  @Test
  void oddTablesOfOthersAreTheSame() throws IOException {
    List<Path> tables = new ArrayList<>();
    try (Stream<Path> all = Files.walk(optional("cases"))) {
      all.filter(file -> file.toString().matches(".*\\.(csv|tsv)(\\.gz)?")).forEach(tables::add);
    }
    for (Path table : tables) {
      Object there = outcome(() -> there(table));
      if (there instanceof TableSummary summary) {
        requireSame(here(table), summary);
      } else if (!there.toString().contains("has a box in each row")) {
        assertEquals(outcome(() -> here(table)), there);
      }
    }
  }

  /** A folder of real data; without it the test is skipped. */
  private static Path optional(String... names) {
    Path folder = Path.of("..", "shared").resolve(String.join("/", names));
    folder = folder.toAbsolutePath().normalize();
    Assumptions.assumeTrue(Files.isDirectory(folder), "SKIPPED: needs the folder " + folder);
    return folder;
  }
}

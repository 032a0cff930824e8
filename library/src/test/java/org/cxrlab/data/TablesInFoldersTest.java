package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of several tables is read, under which name, and what is said of the others. */
class TablesInFoldersTest {
  private static final String HEADER = "Image,PatientId,Mass";

  @TempDir Path folder;

  private TableFiles files;

  @BeforeEach
  void files() {
    files = new TableFiles(folder);
  }

  @Test
  void theRowThatNamesAPictureBestKeepsIt() {
    files.pictures(64, "a.png", "sub/b.png", "sub/c.png");
    files.table(
        "films.csv",
        HEADER,
        "./a.png,1,0",
        "a.png,1,1",
        "sub/b.png,2,1",
        "b.png,2,0",
        "c.png,3,0",
        "./sub/c.png,3,1");
    Films films = Films.open(folder);
    assertEquals(
        List.of("a.png", "sub/b.png", "./sub/c.png"), films.stream().map(Film::image).toList());
    assertEquals(3, films.positives().positives("Mass"));
    assertEquals(3, Accounts.because(films, "mean a picture that another row names better"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"films.txt", "films.dat", "films"})
  void aTableOfAnyNameIsRead(String name) {
    files.pictures(64, "a.png", "b.png");
    files.table(name, HEADER, "a.png,1,1", "b.png,2,0");
    files.table("README.txt", "Films of chests, made for a test", "and nothing else");
    Films films = Films.open(folder);
    assertEquals(List.of("Mass"), films.labels().names());
    assertEquals(List.of("1", "2"), films.stream().map(Film::patient).toList());
    String account = films.source().figure().text();
    assertTrue(account.contains("begin with a header of films"), account);
    assertTrue(account.contains("are text") && account.contains("README.txt"), account);
  }

  @Test
  void aTableThatIsCalledSoGoesFirst() {
    files.pictures(64, "a.png", "b.png");
    files.table("films.csv", HEADER, "a.png,1,1");
    files.table("films.txt", HEADER, "a.png,1,1", "b.png,2,0");
    assertEquals(1, Films.open(folder).size());
  }

  @Test
  void partsOfASetAreSaidToBe() {
    files.pictures(64, "a.png", "b.png", "c.png");
    files.table("train.csv", HEADER, "a.png,1,1", "b.png,2,0");
    files.table("test.csv", HEADER, "c.png,3,0");
    Films films = Films.open(folder);
    assertEquals(2, films.size());
    String line = films.source().line();
    assertTrue(line.contains("have other films than train.csv, which was taken"), line);
    assertTrue(line.contains("Films.together(Films.table(a).films()"), line);
    assertTrue(line.contains("test.csv: 1"), line);
  }

  @Test
  void predictionsAreNotTakenForFilmsWithPatients() {
    files.pictures(64, "a.png", "b.png");
    files.table("films.csv", HEADER, "a.png,1,1", "b.png,1,0");
    files.table("a-predictions.csv", "Image,Mass", "a.png,0", "b.png,1");
    Films films = Films.open(folder);
    assertEquals(List.of("1", "1"), films.stream().map(Film::patient).toList());
    assertEquals(1, Accounts.because(films, "tell no patients, as films.csv does"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "other.csv; My films,,\\nImage,PatientId,Mass\\na.png,1,1; no column names pictures",
        "other.csv; Image,Remark\\na.png,a film of a chest; no column tells a label or a patient",
        "other.csv.gz; not gzip; are called .gz, but can't be unpacked"
      })
  void whatATableLacksIsSaid(String name, String text, String why) {
    files.pictures(64, "a.png");
    files.table("films.csv", HEADER, "a.png,1,1");
    files.table(name, text.split("\\\\n"));
    String line = Films.open(folder).source().line();
    assertTrue(line.contains(why), line);
    assertTrue(line.contains(name), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k", "cv", "dev", "bag", "stage", "seq", "id2", "use", "sex01", "flag", "CV2"})
  void helpersOfShortNamesAreNoFindings(String name) {
    Films films = files.films("Image,PatientId,Mass," + name, "a.png,1,1,0", "b.png,2,0,1");
    assertEquals(List.of("Mass"), films.labels().names());
  }
}

package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.cxrlab.figure.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluating tables from the shell. */
class EvaluateCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();
  private Path predictions;
  private Path labels;

  @BeforeEach
  void write() throws IOException {
    predictions = folder.resolve("predictions.csv");
    labels = folder.resolve("labels.csv");
    Files.writeString(
        labels,
        """
        Image,Mass,Edema,PatientId
        a.png,1,0,1
        b.png,0,0,1
        c.png,1,,2
        d.png,0,1,3
        """);
    Files.writeString(
        predictions,
        """
        Edema,Image,Mass
        0.2,d.png,0.2
        0.9,c.png,0.4
        0.1,b.png,0.6
        0.3,a.png,0.8
        """);
  }

  private static String[] rowOf(String label, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(label + ","))
        .findFirst()
        .orElseThrow()
        .split(",");
  }

  @Test
  void theTableIsPrintedAndEverythingIsWritten() throws IOException {
    Path out = folder.resolve("new/evaluation");
    assertEquals(0, shell.run("evaluate", predictions, labels, "-o", out), shell::err);
    assertEquals("", shell.err());
    assertTrue(shell.out().lines().anyMatch(l -> l.matches("Mass +2 +50\\.0 % +0\\.750 .*")));
    assertTrue(shell.out().contains("Wrote " + out.resolve("index.html")), shell.out());

    List<String> numbers = Files.readAllLines(out.resolve("evaluation.csv"));
    assertEquals(
        "Label,Positives,Negatives,AUROC,AUROCLow,AUROCHigh,AveragePrecision,AveragePrecisionLow,"
            + "AveragePrecisionHigh,Brier,BrierLow,BrierHigh,CutOff,Sensitivity,Specificity,PPV,NPV,F1",
        numbers.get(0));
    String[] mass = rowOf("Mass", numbers);
    assertEquals(List.of("Mass", "2", "2"), List.of(mass).subList(0, 3));
    // By hand: a .8 (1), b .6 (0), c .4 (1), d .2 (0); of four pairs three are in order; precision
    // is 1 at the first positive and 2/3 at the second; squares .04, .36, .36, .04.
    assertEquals(0.75, Double.parseDouble(mass[3]), 1e-12);
    assertEquals(5 / 6.0, Double.parseDouble(mass[6]), 1e-12);
    assertEquals(0.2, Double.parseDouble(mass[9]), 1e-12);
    // At .5 one of two positives and one of two negatives is called right.
    for (int i = 12; i < 18; i++) {
      assertEquals(0.5, Double.parseDouble(mass[i]), 1e-12);
    }
    assertEquals("Image,Lacks\n", Files.readString(out.resolve("unmatched.csv")));
    for (String picture : List.of("roc.png", "precision-recall.png")) {
      assertTrue(ImageIO.read(out.resolve(picture).toFile()).getWidth() >= 640, picture);
    }
    String page = Files.readString(out.resolve("index.html"));
    assertTrue(page.contains("Evaluation of predictions.csv on labels.csv"), page);
    assertFalse(page.contains("<script") || page.contains("http:") || page.contains("src=\"r"));
  }

  @Test
  void theCutOffTheResamplesAndTheSeedAreThoseAskedFor() throws IOException {
    String[] others = {"--cut-off=0.3", "--resamples=50", "--seed=9"};
    assertEquals(
        0,
        shell.run("evaluate", predictions, labels, others[0], others[1], others[2], "-o", folder));
    assertTrue(shell.out().contains("50 resamples"), shell.out());
    String[] mass = rowOf("Mass", Files.readAllLines(folder.resolve("evaluation.csv")));
    assertEquals(List.of("0.3", "1.0", "0.5"), List.of(mass).subList(12, 15));
  }

  @Test
  void rowsThatDoNotMatchAreNamed() throws IOException {
    Files.writeString(predictions, "Image,Mass\na.png,0.8\nb.png,0.6\nz.png,0.6\n");
    assertEquals(ExitCode.IN_PART, shell.run("evaluate", predictions, labels, "-o", folder));
    assertTrue(
        shell
            .out()
            .contains(
                "Left out: 1 prediction without labels (z.png); 2 labelled films without a"
                    + " prediction (c.png, d.png)."),
        shell.out());
    assertEquals(
        "Image,Lacks\nz.png,labels\nc.png,prediction\nd.png,prediction\n",
        Files.readString(folder.resolve("unmatched.csv")));
    Files.writeString(predictions, "Image,Mass\na.png,0.8\nb.png,0.6\n");
    assertEquals(
        0, shell.run("evaluate", predictions, labels), "films without predictions are no fault");
  }

  /** Of a.png to d.png, whose masses are 1, 0, 1, 0: three of four pairs are in order. */
  private void assertAllMatched(String remark, String a, String b, String c, String d)
      throws IOException {
    String rows = Text.format("%s,.8\n%s,.6\n%s,.4\n%s,.2\n", a, b, c, d);
    Files.writeString(predictions, "Image,Mass\n" + rows);
    assertEquals(0, shell.run("evaluate", predictions, labels, "-o", folder), shell::err);
    assertEquals("0.75", rowOf("Mass", Files.readAllLines(folder.resolve("evaluation.csv")))[3]);
    assertEquals("Image,Lacks\n", Files.readString(folder.resolve("unmatched.csv")));
    assertTrue(shell.out().contains(remark), shell.out());
  }

  @Test
  void namesMatchAsThoseOfFilmsAndFilesDo() throws IOException {
    assertAllMatched(
        "2 images were matched by the end of the path alone (x/b.png for b.png, y/d.png for d.png).",
        "a.png",
        "x/b.png",
        "c.png",
        "y/d.png");
    assertAllMatched(
        "4 images were matched by the name without the ending, or with another (a for a.png,",
        "a",
        "b.jpg",
        "x/c",
        "D");
    assertAllMatched(
        "2 images were matched by the name in other capitals (A.PNG for a.png, B.png for b.png).",
        "A.PNG",
        "B.png",
        "c.png",
        "./d.png");
    assertAllMatched(
        "3 images were matched by the end", "C:\\films\\a.png", "/data/b.png", "z\\c.png", "d");
    Files.writeString(
        labels,
        """
        Image,Mass,PatientId
        set/p1/a.png,1,1
        set/p1/b.png,0,1
        set/p2/a.png,1,2
        set/p2/b.png,0,3
        """);
    assertAllMatched("4 images were", "p1/a.png", "p1/b.png", "p2/a.png", "p2/b.png");
  }

  @Test
  void whatCouldMeanSeveralImagesIsNotGuessed() throws IOException {
    Files.writeString(
        predictions,
        "Image,Mass\na.png,.9\nx/b.png,.6\ny/b.png,.4\nC.png,.5\nc.PNG,.5\nx/a.png,.1\n");
    assertEquals(
        ExitCode.IN_PART, shell.run("evaluate", predictions, labels, "-o", folder), shell::err);
    assertTrue(
        shell
            .out()
            .contains(
                "2 images were not matched, as several names fit (b.png, c.png); write the paths alike."),
        shell.out());
    assertEquals(
        "Image,Lacks\nC.png,labels\nc.PNG,labels\nx/a.png,labels\nx/b.png,labels\n"
            + "y/b.png,labels\nb.png,prediction\nc.png,prediction\nd.png,prediction\n",
        Files.readString(folder.resolve("unmatched.csv")));
    // Two films that one prediction could be of.
    Files.writeString(labels, "Image,Mass,PatientId\nx/a.png,1,1\ny/a.png,0,2\nb.png,0,3\n");
    Files.writeString(predictions, "Image,Mass\na.png,.9\nb.png,.5\n");
    assertEquals(ExitCode.IN_PART, shell.run("evaluate", predictions, labels), shell::err);
    assertTrue(shell.out().contains("1 prediction without labels (a.png)"), shell.out());
  }

  @Test
  void whatScoreWroteOfChexpertIsHeldAgainstItsTableAndItsFolder() throws IOException {
    Path set = folder.resolve("CheXpert-v1.0-small");
    String header = "Path,Sex,Age,Frontal/Lateral,AP/PA,Edema,Atelectasis";
    StringBuilder rows = new StringBuilder(header).append('\n');
    for (int i = 1; i <= 4; i++) {
      String film = Text.format("train/patient0000%d/study1/view1_frontal.jpg", i);
      Shell.film(set.resolve(film), i);
      rows.append(Text.format("CheXpert-v1.0-small/%s,Male,50,Frontal,AP,%d,-1\n", film, i % 2));
    }
    Path table = Files.writeString(set.resolve("train.csv"), rows.toString());
    Files.writeString(set.resolve("readme.txt"), "As it is published.");
    Path model = Shell.model(folder.resolve("model"));
    Path scored = folder.resolve("scored.csv");
    assertEquals(0, shell.run("score", model, set, "-o", scored), shell::err);
    assertTrue(Files.readString(scored).contains("\ntrain/patient00001/study1/"));
    for (Path one : List.of(table, set, set.resolve("../CheXpert-v1.0-small"))) {
      assertEquals(ExitCode.IN_PART, shell.run("evaluate", scored, one, "-o", folder));
      shell.assertSentence("has the column \"Mass\", which is no label of");
      assertEquals("Image,Lacks\n", Files.readString(folder.resolve("unmatched.csv")));
      String[] edema = rowOf("Edema", Files.readAllLines(folder.resolve("evaluation.csv")));
      assertEquals(List.of("2", "2"), List.of(edema).subList(1, 3));
      assertFalse(shell.out().contains("readme.txt"), shell.out());
    }
  }

  @Test
  void aFolderOfFilmsTellsTheLabelsOfAllItsRows() throws IOException {
    Path films = Files.createDirectories(folder.resolve("films"));
    Shell.film(films.resolve("a.png"), 1);
    Files.copy(labels, films.resolve("films.csv"));
    assertEquals(0, shell.run("evaluate", predictions, films, "-o", folder), shell::err);
    assertEquals("0.75", rowOf("Mass", Files.readAllLines(folder.resolve("evaluation.csv")))[3]);
  }

  @Test
  void aTableOfLabelsIsReadWithoutWhatLiesBesideIt() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "Read by Anna.");
    Shell.film(folder.resolve("other.png"), 1);
    assertEquals(0, shell.run("evaluate", predictions, labels), shell::err);
    assertFalse(shell.out().contains("Of labels.csv"), shell.out());
    assertFalse(shell.out().contains("Every row was matched."), shell.out());
  }

  /** Which of them holds the probabilities is not for us to choose. */
  @ParameterizedTest
  @CsvSource({"Mass, Mass", "Mass, mass", "MASS, Mass"})
  void twoColumnsOfOneLabelAreRefused(String one, String other) throws IOException {
    Files.writeString(predictions, Text.format("Image,%s,%s\na.png,.8,.1\n", one, other));
    assertEquals(1, shell.run("evaluate", predictions, labels));
    String sentence = "has two columns for Mass, \"%s\" and \"%s\"; delete or rename";
    assertTrue(shell.err().contains(Text.format(sentence, one, other)), shell.err());
  }

  @Test
  void columnsThatSayTheyArePredictionsAreTakenBeforeTheTruthBesideThem() throws IOException {
    String[][] forms = {
      {"Mass", "Mass_pred"}, {"Mass", "prob_Mass"}, {"mass", "p_Mass"}, {"Mass", "mass_probability"}
    };
    for (String[] form : forms) {
      Files.writeString(
          predictions,
          Text.format(
              "Image,PatientId,%s,%s\na.png,1,1,.8\nb.png,2,0,.6\nc.png,3,1,.4\nd.png,4,0,.2\n",
              form[0], form[1]));
      assertEquals(0, shell.run("evaluate", predictions, labels, "-o", folder), shell::err);
      assertEquals("0.75", rowOf("Mass", Files.readAllLines(folder.resolve("evaluation.csv")))[3]);
      assertTrue(
          shell
              .out()
              .contains(
                  Text.format(
                      "The probability of Mass is the column \"%s\", and \"%s\" is not used.",
                      form[1], form[0])),
          shell.out());
    }
    // A decision beside its probability.
    Files.writeString(
        predictions, "Image,Mass,Mass_pred\na.png,.8,1\nb.png,.6,1\nc.png,.4,0\nd.png,.2,0\n");
    assertEquals(0, shell.run("evaluate", predictions, labels, "-o", folder), shell::err);
    assertEquals("0.75", rowOf("Mass", Files.readAllLines(folder.resolve("evaluation.csv")))[3]);
    assertTrue(shell.out().contains("is the column \"Mass\", and \"Mass_pred\""), shell.out());
    Files.writeString(predictions, "Image,Mass_prob\na.png,.8\nb.png,.6\n");
    assertEquals(0, shell.run("evaluate", predictions, labels), shell::err);
    assertTrue(shell.out().contains("The column \"Mass_prob\" is taken for Mass."), shell.out());
    Files.writeString(predictions, "Image,Mass,Edema\na.png,1,.5\nb.png,0,1\n");
    assertEquals(0, shell.run("evaluate", predictions, labels), shell::err);
    assertTrue(
        shell
            .out()
            .contains(
                "Exactly 0 or 1 in every row, as decisions or labels are and hardly"
                    + " probabilities: Mass."),
        shell.out());
  }

  @Test
  void aColumnThatIsNoLabelIsSaidAndSeenInTheExitStatus() throws IOException {
    Files.writeString(predictions, "Image,Mass,Oedema\na.png,.8,.1\nb.png,.6,.1\n");
    assertEquals(ExitCode.IN_PART, shell.run("evaluate", predictions, labels));
    shell.assertSentence(
        predictions + " has the column \"Oedema\", which is no label of " + labels);
    assertTrue(shell.out().contains("1 column that is no label (Oedema)"), shell.out());
    Files.writeString(predictions, "Image,Mass,Oedema,Fat\na.png,.8,.1,.1\nb.png,.6,.1,.1\n");
    assertEquals(ExitCode.IN_PART, shell.run("evaluate", predictions, labels));
    shell.assertSentence("has the columns \"Oedema\", \"Fat\", which are no labels of");
    assertTrue(shell.out().contains("2 columns that are no label (Oedema, Fat)"), shell.out());
  }

  @Test
  void whatIsNoProbabilityIsPassedOverWithAWord() throws IOException {
    Files.writeString(
        predictions,
        "Unnamed: 0;filename;mass;fold;Path;note\n0;a.png;0,8;0;x/a.png;\"-\"\n1;b.png;0,6;1;y;z\n");
    assertEquals(0, shell.run("evaluate", predictions, labels), shell::err);
    assertTrue(
        shell
            .out()
            .contains("Not used, as no column of probabilities: Unnamed: 0, fold, Path, note."),
        shell.out());
    assertTrue(shell.out().contains("The column \"mass\" is taken for Mass."), shell.out());
    Files.writeString(labels, "Image,Mass,PatientId\na.png,1,1\nb.png,perhaps,2\nc.png,no,3\n");
    Files.writeString(predictions, "Image,Mass\na.png,.5\nb.png,.5\nc.png,.4\n");
    assertEquals(0, shell.run("evaluate", predictions, labels), shell::err);
    assertTrue(
        shell.out().contains("Of labels.csv: labels of labels.csv that are none of 0, 1, -1"),
        shell.out());
  }

  @Test
  void whatIsWrongIsOneSentenceThatNamesThePlace() throws IOException {
    String[][] cases = {
      {"Image,Mass\na.png,0.5\nb.png,1.7\n", ", row 3, column \"Mass\" holds 1.7 where a prob"},
      {"Image,Mass\na.png,NaN\n", ", row 2, column \"Mass\" holds NaN where a prob"},
      {"Image,Mass\na.png,\n", ", row 2, column \"Mass\" holds \"\" where a prob"},
      {"Image,Mass\na.png,.5,.5\n", ", row 2 has 3 cells where the header has 2"},
      {"Image,Mass\na.png,.5\nb.png,.4\na.png,.5\n", ", row 4 has the image a.png a second time"},
      {"Film,Mass\na.png,.5\n", " has no column \"Image\""},
      {"Image,Hernia\na.png,.5\n", " has no column for any of the labels [Mass, Edema]"},
      {"Image,Mass\nx.png,.5\n", "No image of " + predictions},
      {"", " is empty"},
    };
    String[] command = {"evaluate", predictions.toString(), labels.toString()};
    for (String[] one : cases) {
      Files.writeString(predictions, one[0]);
      shell.refuses(command, predictions.toString(), one[1]);
    }
    Files.writeString(predictions, "Image,Mass\na.png,.5\n");
    Files.writeString(labels, "Image,Mass,PatientId\na.png\n");
    shell.refuses(command, labels + ", row 2 has 1 cells where the header has 3");
    Files.delete(predictions);
    shell.refuses(command, "There is no file " + predictions);
    assertEquals(ExitCode.MISUSED, shell.run("evaluate", predictions));
    assertEquals(ExitCode.MISUSED, shell.run("evaluate", predictions, labels, "--seed=x"));
  }

  @Test
  void theHelpFitsEightyColumnsAndHasAnExample() {
    for (String command :
        List.of("score", "evaluate", "explain", "train", "sweep", "runs", "pretrain")) {
      assertEquals(0, shell.run(command, "--help"));
      assertTrue(shell.out().lines().allMatch(line -> line.length() <= 80), shell.out());
      assertTrue(shell.out().contains("\nExample:\n  ./cxrlab " + command + " "), shell.out());
      List<Integer> codes =
          shell
              .out()
              .lines()
              .filter(line -> line.matches(" {2,3}\\d+ {3,4}\\S.*"))
              .map(line -> Integer.valueOf(line.strip().split(" ")[0]))
              .toList();
      assertEquals(codes.stream().sorted().toList(), codes, shell.out());
      assertTrue(codes.containsAll(List.of(0, 1, 2, 70, 130)), shell.out());
    }
  }
}

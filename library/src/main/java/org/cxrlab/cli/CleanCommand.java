package org.cxrlab.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Films;
import org.cxrlab.disk.Hold;
import org.cxrlab.figure.Text;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes films anew without anything that tells who the patients are: nothing is taken out of a
 * file, but a new one is made of the picture alone.
 */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Writes films anew without what tells who the patients are: the picture alone, under new"
          + " names and new patient IDs, which are pseudonyms, so that films can still be split by"
          + " patient. Beside the pictures, in images/, lie films.csv (Image, PatientId, View and"
          + " the labels of a table), report.csv (what became of each file) and about.txt. What"
          + " is there already is kept, and the same command goes on where it was stopped.",
      "A PNG has 16 bits: the whole range of a film's stored bits becomes 0 to 65535, so of 12 bits"
          + " the highest 12 of each pixel are the stored value (pixel >> 4; report.csv has the"
          + " bits). Signed values begin at 0, low is dark (MONOCHROME1 is turned), and no window"
          + " is applied unless you say --window.",
      "Text burnt into the pixels is looked for, and films that seem to have some are named. This"
          + " does not replace a look: small, faint or handwritten letters are missed. Look at the"
          + " films before you hand them on.",
    },
    footer = "  ./cxrlab clean films/ -o cleaned/",
    exitCodeList = {
      " 3:Done, but for files that can't be read; they are named.",
      " 4:Every film is written, and some may show text; they are named."
    })
final class CleanCommand implements Callable<Integer> {
  /** How many films are named; report.csv has all. */
  private static final int NAMED = 10;

  /** Every film is written, and some may show text. */
  private static final int TEXT_SEEN = 4;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description =
          "The folder of the films (DICOM, PNG, JPEG), with a table of their labels or without.")
  private Path input;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where the new films go; an empty folder, or one of an earlier run.")
  private Path out;

  @Option(
      names = "--as",
      paramLabel = "png|dicom",
      description = "What to write: png (the default) or dicom, uncompressed.")
  private FilmCleaner.As as = FilmCleaner.As.PNG;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The secret key by which patients' IDs become pseudonyms; drawn when it is not there. The"
              + " default is cxrlab-clean.key beside the output. Keep it to add films of the same"
              + " patients later, and never hand it on: who has it can tell who is who.")
  private Path keyFile;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "Also writes which film became which, for yourself, outside the output.")
  private Path mappingFile;

  @Option(
      names = "--window",
      description = "PNG: the picture as a viewer shows it, through the film's window.")
  private boolean throughWindow;

  @Option(
      names = "--age",
      description = "Keeps the patient's age, such as 057Y; above 89 it is 090Y.")
  private boolean age;

  @Option(names = "--sex", description = "Keeps the patient's sex.")
  private boolean sex;

  @Option(names = "--blank-text", description = "Makes black where text seems to be.")
  private boolean blankText;

  @Override
  public Integer call() {
    var form = new FilmCleaner.Form(as, throughWindow, age, sex, blankText);
    if (throughWindow && as == FilmCleaner.As.DICOM) {
      throw new ParameterException(
          spec.commandLine(), "--window is for PNG; a DICOM file keeps its window beside it.");
    }
    var places = CleanPlaces.of(input, out, keyFile, mappingFile);
    Films films = Films.open(input);
    CleanedFilms.requireOwn(out);
    PseudonymKey key = key(places.key());
    try (Hold hold = hold()) {
      return clean(films, form, places, key);
    }
  }

  private Hold hold() {
    return Hold.takeFolder(out, Duration.ZERO)
        .orElseThrow(
            () ->
                new CxrlabException(
                    "Another command is writing cleaned films to "
                        + out
                        + "; wait for it, or name another folder with -o."));
  }

  private int clean(Films films, FilmCleaner.Form form, CleanPlaces places, PseudonymKey key) {
    List<String> head = List.of(form.line(), "Key: " + key.fingerprint());
    CleanedFilms cleaned = CleanedFilms.open(out, head);
    try (StopSignal.Armed armed = StopSignal.arm();
        var bar = ConsoleBar.on(spec.commandLine().getErr())) {
      tellSource(films, bar);
      FilmMapping mapping = FilmMapping.open(places.mapping());
      var run = new CleanRun(key, new FilmCleaner(key, form), cleaned, mapping, bar);
      run.over(films, head);
      bar.close();
      return outcome(films, cleaned, run, places);
    }
  }

  private PseudonymKey key(Path file) {
    if (Files.exists(file)) {
      PseudonymKey key = PseudonymKey.open(file);
      if (PseudonymKey.isOpenToOthers(file)) {
        complain(Text.format("Others may read the key %s; take it from them by chmod 600.", file));
      }
      return key;
    }
    if (CleanedFilms.isBegun(out)) {
      throw new IllegalArgumentException(
          Text.format(
              "%s was begun with a key, and there is none at %s; name its file with --key.",
              out, file));
    }
    OutputFiles.ready(file);
    return PseudonymKey.draw(file);
  }

  private void complain(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("cxrlab: " + sentence);
    err.flush();
  }

  private static void tellSource(Films films, ConsoleBar bar) {
    String line = films.source().line();
    if (!line.isEmpty()) {
      bar.say("cxrlab: " + line);
    }
    long boxes = films.stream().filter(film -> !film.boxes().isEmpty()).count();
    if (boxes > 0) {
      bar.say(Text.format("cxrlab: The boxes of %,d films are not written.", boxes));
    }
  }

  private int outcome(Films films, CleanedFilms cleaned, CleanRun run, CleanPlaces places) {
    PrintWriter stdout = spec.commandLine().getOut();
    int have = run.before() + run.written();
    stdout.println(
        Text.format(
            "%s has %,d of %s%s%s, of %s in all.",
            out,
            have,
            Text.count(films.size(), "film"),
            run.before() == 0 ? "" : Text.format(", %,d of them from before", run.before()),
            run.unreadable() == 0 ? "" : Text.format("; %,d can't be read", run.unreadable()),
            Text.count((int) cleaned.patients(), "patient")));
    List<String> text = run.withText();
    if (!text.isEmpty()) {
      stdout.println(
          Text.format(
              "%s may show text burnt into the pixels; look at %s: %s%s",
              Text.count(text.size(), "film"),
              text.size() == 1 ? "it" : "them",
              String.join(", ", text.subList(0, Math.min(NAMED, text.size()))),
              text.size() > NAMED ? ", ... (report.csv has all)." : "."));
    }
    stdout.println(
        Text.format(
            "The key is %s. It gives the same patients the same names again; do not hand it on.",
            places.key()));
    if (have + run.unreadable() < films.size()) {
      stdout.println("It was stopped; the same command goes on from there.");
      return ExitCode.INTERRUPTED;
    }
    if (have == 0) {
      return ExitCode.FAILED;
    }
    if (run.unreadable() > 0) {
      return ExitCode.IN_PART;
    }
    return text.isEmpty() ? ExitCode.DONE : TEXT_SEEN;
  }
}

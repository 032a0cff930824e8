package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Film;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.figure.Text;
import org.cxrlab.image.BarePng;
import org.cxrlab.image.Box;
import org.cxrlab.image.BurntInText;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.OriginalFilm;
import org.cxrlab.image.PictureException;
import org.cxrlab.image.SecondaryCapture;
import org.cxrlab.image.Window;

/** Writes one film anew, and says what may be told of it. */
final class FilmCleaner {
  private static final int DIGITS_OF_A_FILM = 8;

  /** What films are written as. */
  enum As {
    /** PNG files. */
    PNG,
    /** DICOM files. */
    DICOM
  }

  /**
   * How films are written.
   *
   * @param as the kind of file
   * @param throughWindow whether a PNG is what a viewer shows instead of what is stored
   * @param age whether the patient's age is told
   * @param sex whether the patient's sex is told
   * @param blankText whether places that seem to hold text are made black
   */
  record Form(As as, boolean throughWindow, boolean age, boolean sex, boolean blankText) {
    /** In a line. */
    String line() {
      List<String> words = new ArrayList<>();
      words.add(
          as == As.PNG
              ? "PNG of 16 bits, "
                  + (throughWindow ? "through each film's window" : "whole range of stored values")
              : "DICOM, Secondary Capture");
      words.add((age ? "with" : "without") + " age");
      words.add((sex ? "with" : "without") + " sex");
      if (blankText) {
        words.add("text made black");
      }
      return "Form: " + String.join(", ", words);
    }
  }

  private final PseudonymKey key;
  private final Form form;

  FilmCleaner(PseudonymKey key, Form form) {
    this.key = key;
    this.form = form;
  }

  /** A file to write anew. */
  static final class Job {
    private final Film film;
    private final byte[] contents;
    private final String digest;
    private CleanedFilms.Entry entry;
    private Map<String, String> row;
    private PictureException complaint;
    private boolean fromBefore;

    /**
     * @param contents of the film's file
     * @param digest by which the file is known
     */
    Job(Film film, byte[] contents, String digest) {
      this.film = film;
      this.contents = contents;
      this.digest = digest;
    }

    Film film() {
      return film;
    }

    String digest() {
      return digest;
    }

    /** What became of it; null if it can't be read. */
    CleanedFilms.Entry entry() {
      return entry;
    }

    /** Whether it had been written by an earlier run. */
    boolean isFromBefore() {
      return fromBefore;
    }

    /** Its row of the table. */
    Map<String, String> row() {
      return row;
    }

    /** Why it can't be read; null if it can. */
    PictureException complaint() {
      return complaint;
    }
  }

  /** Writes a job's film, unless it was written before; the job then says what came of it. */
  void clean(Job job, CleanedFilms films) {
    try {
      var original = OriginalFilm.of(job.film.path(), job.contents);
      String patient = patient(job.film, original, job.digest);
      String image =
          Text.format(
              "%s-%s.%s",
              patient,
              job.digest.substring(0, DIGITS_OF_A_FILM),
              form.as == As.PNG ? "png" : "dcm");
      job.row = row(job.film, original, image, patient);
      job.entry = films.written(job.digest);
      job.fromBefore = job.entry != null && job.entry.image().equals(image);
      if (!job.fromBefore) {
        job.entry = write(original, job, patient, films.picture(image));
      }
    } catch (PictureException e) {
      job.complaint = e;
    }
  }

  /**
   * A table says whose a film is, otherwise the film does. Without either, films of one examination
   * are of one patient, and any other film is of a patient of its own.
   */
  private String patient(Film film, OriginalFilm original, String digest) {
    if (!film.patient().equals(film.image())) {
      return key.pseudonym("patient", film.patient());
    }
    OriginalFilm.Identity identity = original.identity();
    if (!identity.patient().isEmpty()) {
      return identity.issuer().isEmpty()
          ? key.pseudonym("patient", identity.patient())
          : key.pseudonym("patient", identity.patient(), identity.issuer());
    }
    return identity.study().isEmpty()
        ? key.pseudonym("file", digest)
        : key.pseudonym("study", identity.study());
  }

  private Map<String, String> row(Film film, OriginalFilm original, String image, String patient) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("Image", image);
    row.put("PatientId", patient);
    row.put("View", view(film, original));
    row.put("Age", age(film, original));
    row.put("Sex", sex(film, original));
    for (int i = 0; i < film.labels().size(); i++) {
      String label = film.labels().get(i);
      row.put(label, cell(film.value(i), film.details().uncertain().contains(label)));
    }
    return row;
  }

  /**
   * An uncertain label stays uncertain, so that whoever has the films decides what to make of it.
   */
  private static String cell(float value, boolean uncertain) {
    if (uncertain) {
      return "-1";
    }
    if (Float.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
  }

  private static String view(Film film, OriginalFilm original) {
    String told = OriginalFilm.usualView(film.view());
    return told.isEmpty() ? original.view() : told;
  }

  private String age(Film film, OriginalFilm original) {
    if (!form.age) {
      return "";
    }
    String told = PatientFacts.age(film.age());
    return told.isEmpty() ? PatientFacts.age(original.age()) : told;
  }

  private String sex(Film film, OriginalFilm original) {
    if (!form.sex) {
      return "";
    }
    String told = PatientFacts.sex(film.sex());
    return told.isEmpty() ? PatientFacts.sex(original.sex()) : told;
  }

  private CleanedFilms.Entry write(OriginalFilm original, Job job, String patient, Path file) {
    GrayImage stored = form.throughWindow ? original.shown() : original.whole();
    int bits = form.throughWindow ? 16 : original.bits(stored);
    List<Box> found = BurntInText.find(stored);
    GrayImage picture = form.blankText ? BurntInText.blank(stored, found) : stored;
    String text = text(original.saysBurntIn(), !found.isEmpty());
    if (form.as == As.PNG) {
      WholeFile.write(file, out -> BarePng.write(picture, out));
    } else {
      var capture = capture(original, job, patient, picture, bits, !text.isEmpty());
      WholeFile.write(file, capture::write);
    }
    String image = file.getFileName().toString();
    return new CleanedFilms.Entry(job.digest, true, image, bits, text);
  }

  private String text(boolean said, boolean seen) {
    List<String> words = new ArrayList<>();
    if (said) {
      words.add("said by the file");
    }
    if (seen) {
      words.add(form.blankText ? "made black" : "seen");
    }
    return String.join(", ", words);
  }

  private SecondaryCapture capture(
      OriginalFilm original,
      Job job,
      String patient,
      GrayImage picture,
      int bits,
      boolean burntIn) {
    OriginalFilm.Identity old = original.identity();
    return new SecondaryCapture(
        picture,
        bits,
        patient,
        key.uid("study", old.study().isEmpty() ? job.digest : old.study()),
        key.uid("series", old.series().isEmpty() ? job.digest : old.series()),
        // By the file too, as two files may have the same UID.
        key.uid("instance", old.instance() + job.digest),
        original.modality(),
        job.row.get("View"),
        job.row.get("Age"),
        job.row.get("Sex"),
        original.window().filter(FilmCleaner::isVisible),
        original.shownByCurve(),
        original.spacing(),
        original.imagerSpacing(),
        original.lossy(),
        burntIn);
  }

  /** Whether a display's window has any width at all. */
  private static boolean isVisible(Window window) {
    return window.white() > window.black();
  }
}

package org.cxrlab.remote;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cxrlab.data.Film;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.SharedFile;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.data.phantom.Recipe;
import org.cxrlab.model.Precision;

/**
 * What the process that drives a cluster is to do.
 *
 * @param master which cluster, as Spark names it
 * @param task what is done with each film
 * @param model the folder of the model, or of what trials learn from; empty if the task needs
 *     neither
 * @param precision in which the model computes
 * @param images the films' names
 * @param files where their pictures lie, for each machine the same
 * @param tables the table to count, and another to compare it with, if there is one; or the cases
 *     to resample; or the address whose films are listed; or, with films, the {@link WrittenFilms}
 *     of those that are no files
 * @param out where the counts or the list of films go, or the folder in which the phantoms will
 *     lie, or what comes of trials
 * @param phantoms what phantoms are drawn; null if none are
 */
public record Job(
    String master,
    Task task,
    String model,
    Precision precision,
    List<String> images,
    List<String> files,
    List<String> tables,
    String out,
    Recipe phantoms) {
  /** Copies the lists. */
  public Job {
    tables = List.copyOf(tables);
    images = List.copyOf(images);
    files = List.copyOf(files);
  }

  /**
   * For these films.
   *
   * @param stored where {@link WrittenFilms} lies of those that are no files; empty if all are
   */
  static Job of(
      String master,
      Task task,
      String model,
      Precision precision,
      List<Film> films,
      List<Path> stored) {
    return new Job(
        master,
        task,
        model,
        precision,
        films.stream().map(Film::image).toList(),
        films.stream().map(film -> film.path().toAbsolutePath().toString()).toList(),
        stored.stream().map(Path::toString).toList(),
        "",
        null);
  }

  /** For these tables. */
  static Job counting(String master, List<Path> tables, Path out) {
    return new Job(
        master,
        Task.COUNTS,
        "",
        Precision.FP32,
        List.of(),
        List.of(),
        tables.stream().map(table -> table.toAbsolutePath().toString()).toList(),
        out.toString(),
        null);
  }

  /** For the list of the films at an address. */
  static Job listing(String master, String address, Path out) {
    return new Job(
        master,
        Task.FILMS,
        "",
        Precision.FP32,
        List.of(),
        List.of(),
        List.of(address),
        out.toString(),
        null);
  }

  /** For these phantoms. */
  static Job drawing(String master, Recipe phantoms, Path parent) {
    return new Job(
        master,
        Task.PHANTOMS,
        "",
        Precision.FP32,
        List.of(),
        List.of(),
        List.of(),
        parent.toString(),
        phantoms);
  }

  /**
   * For trainings; what comes of them goes to a folder.
   *
   * @param subject the folder of what they learn from; empty if each has its own
   */
  static Job trials(String master, Optional<Path> subject, Path out) {
    return new Job(
        master,
        Task.TRIALS,
        subject.map(Path::toString).orElse(""),
        Precision.FP32,
        List.of(),
        List.of(),
        List.of(),
        out.toString(),
        null);
  }

  /** For the resamples of a bootstrap. */
  static Job bootstrap(String master, Path cases) {
    return new Job(
        master,
        Task.BOOTSTRAP,
        "",
        Precision.FP32,
        List.of(),
        List.of(),
        List.of(cases.toAbsolutePath().toString()),
        "",
        null);
  }

  /** In one line. */
  String toJson() {
    return new Gson().toJson(this);
  }

  /** What was written as JSON. */
  public static Job fromJson(String json) {
    return new Gson().fromJson(json, Job.class);
  }

  /**
   * The films, without what is known of them.
   *
   * @param file opens what lies at an address
   * @param folder the same of a folder
   */
  public StoredFilms films(
      Function<String, SharedFile> file, Function<String, PictureStore> folder) {
    Map<Integer, StoredPicture> stored =
        images.isEmpty() || tables.isEmpty()
            ? Map.of()
            : WrittenFilms.read(Path.of(tables.get(0))).pictures(file, folder);
    return StoredFilms.of(images, files, stored);
  }
}

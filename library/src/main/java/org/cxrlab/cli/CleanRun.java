package org.cxrlab.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.image.OriginalFilm;
import org.cxrlab.image.PictureException;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.StopSignal;

/**
 * Cleans films one after another, some at a time, and keeps account. It ends early, after those
 * that were begun, when {@link StopSignal} asks it to.
 */
final class CleanRun {
  /** More at a time would need the memory of as many films. */
  private static final int MOST_AT_A_TIME = 4;

  /** Table and account are written this often, or less if that takes long. */
  private static final long PAUSE = 5_000_000_000L;

  private static final int PAUSE_OVER_SAVING = 20;

  private final PseudonymKey key;
  private final FilmCleaner cleaner;
  private final CleanedFilms cleaned;
  private final FilmMapping mapping;
  private final ConsoleBar bar;

  /** How many files with these very bytes there were. */
  private final Map<String, Integer> alike = new HashMap<>();

  private final List<String> withText = new ArrayList<>();
  private int before;
  private int written;
  private int unreadable;

  CleanRun(
      PseudonymKey key,
      FilmCleaner cleaner,
      CleanedFilms cleaned,
      FilmMapping mapping,
      ConsoleBar bar) {
    this.key = key;
    this.cleaner = cleaner;
    this.cleaned = cleaned;
    this.mapping = mapping;
    this.bar = bar;
  }

  /** How many films had been written by an earlier run. */
  int before() {
    return before;
  }

  /** How many films were written now. */
  int written() {
    return written;
  }

  /** How many files can't be read. */
  int unreadable() {
    return unreadable;
  }

  /** New names of the films that may show text, sorted. */
  List<String> withText() {
    return withText.stream().sorted().toList();
  }

  /**
   * Cleans the films that are not there yet.
   *
   * @param head the first lines of the words on how films were made
   */
  void over(Films films, List<String> head) {
    int atATime = Math.min(MOST_AT_A_TIME, Runtime.getRuntime().availableProcessors());
    long savedAt = System.nanoTime();
    long pause = PAUSE;
    try {
      for (int i = 0; i < films.size() && !StopSignal.isRequested(); i += atATime) {
        clean(films.list().subList(i, Math.min(i + atATime, films.size())));
        bar.count("films", before + written + unreadable, before, films.size());
        if (System.nanoTime() - savedAt > pause) {
          long begun = System.nanoTime();
          save(head);
          savedAt = System.nanoTime();
          pause = Math.max(PAUSE, PAUSE_OVER_SAVING * (savedAt - begun));
        }
      }
    } catch (RuntimeException e) {
      saveAfter(e, head);
      throw e;
    }
    save(head);
  }

  private void saveAfter(RuntimeException because, List<String> head) {
    try {
      save(head);
    } catch (UncheckedIOException e) {
      because.addSuppressed(e);
    }
  }

  private void clean(List<Film> films) {
    List<FilmCleaner.Job> jobs = new ArrayList<>();
    for (Film film : films) {
      byte[] contents;
      try {
        contents = OriginalFilm.contents(film.path());
      } catch (PictureException e) {
        complain(film, key.digest(new byte[0], alike.merge(film.image(), 1, Integer::sum)), e);
        continue;
      }
      int number = alike.merge(key.digest(contents, 0), 1, Integer::sum);
      jobs.add(new FilmCleaner.Job(film, contents, key.digest(contents, number)));
    }
    jobs.parallelStream().forEach(job -> cleaner.clean(job, cleaned));
    jobs.forEach(this::account);
  }

  private void account(FilmCleaner.Job job) {
    if (job.complaint() != null) {
      complain(job.film(), job.digest(), job.complaint());
      return;
    }
    CleanedFilms.Entry entry = job.entry();
    if (job.isFromBefore()) {
      before++;
    } else {
      written++;
    }
    if (!entry.text().isEmpty()) {
      withText.add(entry.image());
    }
    cleaned.add(entry, job.row());
    mapping.add(job.film().path(), entry.image(), "");
  }

  private void complain(Film film, String digest, PictureException why) {
    unreadable++;
    cleaned.unreadable(digest);
    mapping.add(film.path(), "", why.getMessage());
    bar.say("cxrlab: " + film.image() + " is left out: " + why.getMessage());
  }

  private void save(List<String> head) {
    cleaned.save(AboutCleaned.lines(head, cleaned));
    mapping.save();
  }
}

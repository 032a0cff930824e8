package org.cxrlab.cli;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Text;

/** Words for whoever gets films that were cleaned: how they were made, and what to look out for. */
final class AboutCleaned {
  private AboutCleaned() {}

  /**
   * The lines of the text.
   *
   * @param head the first ones, by which a later run sees that it fits
   */
  static List<String> lines(List<String> head, CleanedFilms films) {
    List<CleanedFilms.Entry> all = films.entries();
    long written = all.stream().filter(CleanedFilms.Entry::written).count();
    List<String> lines = new ArrayList<>(head);
    lines.add("");
    lines.add(
        Text.format(
            "%s of %s, written anew by cxrlab clean: the picture alone, under a new name.",
            Text.count(written, "film"), Text.count(films.patients(), "patient")));
    if (written < all.size()) {
      lines.add(Text.format("%,d files could not be read and are not here.", all.size() - written));
    }
    lines.add("PatientId is a pseudonym: films of one patient have the same one. No date is here.");
    List<String> text =
        all.stream()
            .filter(entry -> !entry.text().isEmpty())
            .map(entry -> entry.image() + ": " + entry.text())
            .sorted()
            .toList();
    lines.add("");
    lines.add(
        text.isEmpty()
            ? "No text was seen in the pixels. That was no look by a person, who may find some."
            : Text.format("%,d films may show text burnt into the pixels:", text.size()));
    lines.addAll(text);
    return lines;
  }
}

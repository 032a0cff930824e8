package org.cxrlab.data;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import it.unimi.dsi.fastutil.objects.ObjectSets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * Names of films, one in each line, as the official parts of NIH ChestX-ray14 are published.
 *
 * @param file where the list was read
 * @param images the names, each once
 */
public record FilmList(Path file, Set<String> images) {
  /** Copies the names. */
  public FilmList {
    images = ObjectSets.unmodifiable(new ObjectOpenHashSet<>(images, Hash.FAST_LOAD_FACTOR));
  }

  /**
   * Reads a list such as train_val_list.txt, gzipped or not.
   *
   * @throws TableException if there is no such file, if it is empty, or if a line is not the name
   *     of one film
   */
  public static FilmList read(Path file) {
    List<String> images = new ArrayList<>();
    try (var lines = new BufferedReader(CsvReader.text(file))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String image = line.strip();
        if (image.indexOf(',') >= 0) {
          throw new TableException(
              Text.format(
                  "%s, line %d is \"%s\"; a list has one film's name in each line.",
                  file, number, image));
        }
        if (!image.isEmpty()) {
          images.add(image);
        }
      }
    } catch (IOException e) {
      throw new TableException("The list " + file + " can't be read.", e);
    }
    if (images.isEmpty()) {
      throw new TableException(file + " is empty; write a film's name in each line.");
    }
    return new FilmList(file, new ObjectOpenHashSet<>(images, Hash.FAST_LOAD_FACTOR));
  }

  /** Whether the film is in the list. */
  public boolean contains(Film film) {
    return images.contains(film.image());
  }

  @Override
  public String toString() {
    return file.getFileName() + ", " + images.size() + " names";
  }
}

package org.cxrlab.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a row tells of a film besides picture and patient, in some bytes: one for each label, then
 * the sex, the age and the view.
 */
final class CodedFilm {
  static final byte PRESENT = '1';
  static final byte ABSENT = '0';
  static final byte UNKNOWN = '?';
  static final byte UNCERTAIN = 'u';
  static final byte BLANK = 'b';

  private CodedFilm() {}

  static byte[] of(Film film) {
    int n = film.labels().size();
    byte[] view = film.view().getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(n + 1 + Double.BYTES + view.length);
    FilmDetails details = film.details();
    boolean settled = details.isSettled();
    for (int i = 0; i < n; i++) {
      float value = film.value(i);
      bytes.put(
          value == 1
              ? PRESENT
              : value == 0 ? ABSENT : settled ? UNKNOWN : open(details, film.labels().get(i)));
    }
    bytes.put(film.sex().isEmpty() ? UNKNOWN : (byte) film.sex().charAt(0));
    return bytes.putDouble(film.age()).put(view).array();
  }

  private static byte open(FilmDetails details, String label) {
    return details.uncertain().contains(label)
        ? UNCERTAIN
        : details.blank().contains(label) ? BLANK : UNKNOWN;
  }

  static String sex(byte[] coded, int labels) {
    return coded[labels] == UNKNOWN ? "" : String.valueOf((char) coded[labels]);
  }

  static double age(byte[] coded, int labels) {
    return ByteBuffer.wrap(coded).getDouble(labels + 1);
  }

  static boolean hasView(byte[] coded, int labels) {
    return coded.length > labels + 1 + Double.BYTES;
  }

  static String view(byte[] coded, int labels) {
    int from = labels + 1 + Double.BYTES;
    return new String(coded, from, coded.length - from, StandardCharsets.UTF_8);
  }

  /** The film again, without a file. */
  static Film film(String image, String patient, Labels labels, byte[] coded) {
    int n = labels.size();
    List<Float> values = new ArrayList<>(n);
    Set<String> uncertain = new HashSet<>();
    Set<String> blank = new HashSet<>();
    for (int i = 0; i < n; i++) {
      values.add(coded[i] == PRESENT ? 1f : coded[i] == ABSENT ? 0f : Float.NaN);
      if (coded[i] == UNCERTAIN) {
        uncertain.add(labels.get(i));
      } else if (coded[i] == BLANK) {
        blank.add(labels.get(i));
      }
    }
    return new Film(
        image,
        null,
        patient,
        labels,
        values,
        List.of(),
        view(coded, n),
        age(coded, n),
        sex(coded, n),
        new FilmDetails("", "", uncertain, blank));
  }
}

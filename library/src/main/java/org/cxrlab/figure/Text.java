package org.cxrlab.figure;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/**
 * Sentences and lines of files with numbers in them, the same on every computer.
 *
 * <p>{@link String#formatted} takes the digits and the decimal mark of the computer's own language:
 * under {@code de-DE} a comma, under {@code ar-EG} digits that few programs read as a number.
 */
public final class Text {
  private Text() {}

  /**
   * The format with its values, as {@link String#format(Locale, String, Object...)} makes it in
   * {@link Locale#ROOT}.
   *
   * @throws java.util.IllegalFormatException if the values do not fit the format
   */
  @FormatMethod
  public static String format(@FormatString String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A number and its noun: "1 film", "2,000 films", "2 boxes". */
  public static String count(long number, String noun) {
    String plural = noun + (noun.endsWith("x") || noun.endsWith("s") ? "es" : "s");
    return format("%,d %s", number, number == 1 ? noun : plural);
  }

  /** A time with its unit: "9 s", "2:03 min", "1:02:03 h". */
  public static String clock(double seconds) {
    long all = Math.round(seconds);
    if (all < 60) {
      return format("%d s", all);
    }
    return all < 3600
        ? format("%d:%02d min", all / 60, all % 60)
        : format("%d:%02d:%02d h", all / 3600, all / 60 % 60, all % 60);
  }
}

package org.cxrlab.data;

import java.util.Locale;

/**
 * A patient's ID in a row.
 *
 * @param small the ID as it is compared, in small letters
 * @param written as the table has it; null if it is the same
 * @param own whether it is the picture's name, as no row tells the patient
 * @param row the number of the row
 * @param films how many films of the patient count here: 1, or 0 if another row counts it
 * @param image the film's picture if it counts here, else null
 */
public record PatientUse(
    String small, String written, boolean own, int row, int films, String image) {
  static PatientUse of(String written, boolean own, int row, int films, String image) {
    String small = PatientIds.key(written).toLowerCase(Locale.ROOT);
    return new PatientUse(
        small, small.equals(written) ? null : written, own, row, films, films > 0 ? image : null);
  }
}

package org.cxrlab.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a table of any length in NIH's form, to measure with: patients with 1 to 184 films, four
 * on average, and findings about as frequent as NIH's. Its arguments are the number of rows and the
 * file. The same number gives the same table.
 */
final class TableGenerator {
  private static final String[] FINDINGS = {
    "Infiltration", "Effusion", "Atelectasis", "Nodule", "Mass", "Pneumothorax", "Consolidation",
    "Pleural_Thickening", "Cardiomegaly", "Emphysema", "Edema", "Fibrosis", "Pneumonia", "Hernia"
  };

  private static final double[] SHARES = {
    .177, .119, .103, .056, .052, .047, .042, .030, .025, .022, .021, .015, .013, .002
  };

  private static final int MOST_FILMS = 184;
  private static final double ANOTHER_FILM = .75;

  private TableGenerator() {}

  /** Writes one. */
  public static void main(String[] arguments) throws IOException {
    write(Long.parseLong(arguments[0]), Path.of(arguments[1]));
  }

  static void write(long rows, Path file) throws IOException {
    var random = new Random(1);
    var row = new StringBuilder();
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(
          "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,"
              + "View Position\n");
      long patient = 1;
      int film = 0;
      for (long i = 0; i < rows; i++) {
        row.setLength(0);
        digits(row, patient, 8).append('_');
        digits(row, film, 3).append(".png,");
        findings(row, random).append(',').append(film).append(',').append(patient);
        row.append(',').append(1 + patient % 95).append(patient % 2 == 0 ? ",F," : ",M,");
        row.append(random.nextInt(5) < 2 ? "AP" : "PA").append('\n');
        out.append(row);
        film++;
        if (film == MOST_FILMS || random.nextDouble() > ANOTHER_FILM) {
          patient++;
          film = 0;
        }
      }
    }
  }

  private static StringBuilder digits(StringBuilder to, long number, int digits) {
    String written = Long.toString(number);
    return to.append("0".repeat(Math.max(0, digits - written.length()))).append(written);
  }

  private static StringBuilder findings(StringBuilder to, Random random) {
    int start = to.length();
    for (int i = 0; i < FINDINGS.length; i++) {
      if (random.nextDouble() < SHARES[i]) {
        to.append(to.length() == start ? "" : "|").append(FINDINGS[i]);
      }
    }
    return to.length() == start ? to.append("No Finding") : to;
  }
}

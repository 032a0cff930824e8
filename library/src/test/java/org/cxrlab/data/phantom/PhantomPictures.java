package org.cxrlab.data.phantom;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Fonts;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;

/**
 * Makes the pictures of docs/phantoms.md: two sheets of findings and, beside real films, histograms
 * and spectra. First argument: the folder to write to. Second, optional: a folder of real films of
 * 320 x 320 pixels, without which there are no comparisons.
 */
public final class PhantomPictures {
  private static final int TILE = 216;
  private static final int HEAD = 20;
  private static final int COMPARED = 150;

  private PhantomPictures() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Fonts.install();
    Path out = Files.createDirectories(Path.of(args[0]));
    List<String> all = new ArrayList<>(List.of("No finding, standing", "No finding, in bed"));
    all.addAll(Finding.LABELS);
    sheet(all.subList(0, 8), out.resolve("phantoms-1.png"));
    sheet(all.subList(8, 16), out.resolve("phantoms-2.png"));
    if (args.length > 1) {
      compare(phantoms(), real(Path.of(args[1])), out);
    }
  }

  /** Four rows of two findings, each moderate and marked, the box drawn on the marked one. */
  private static void sheet(List<String> names, Path file) throws IOException {
    var sheet = new BufferedImage(4 * TILE, 4 * (TILE + HEAD), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setFont(Fonts.regular(14));
    for (int i = 0; i < names.size(); i++) {
      int x = i % 2 * 2 * TILE;
      int y = i / 2 * (TILE + HEAD);
      g.setColor(Color.BLACK);
      g.drawString(names.get(i).replace('_', ' '), x + 4, y + 15);
      tile(g, names.get(i), 0.45, 31 + 2 * i, x, y + HEAD);
      tile(g, names.get(i), 0.85, 32 + 2 * i, x + TILE, y + HEAD);
    }
    g.dispose();
    ImageIO.write(sheet, "png", file.toFile());
  }

  private static void tile(Graphics2D g, String name, double severity, int patient, int x, int y) {
    Recipe.Draft draft = Recipe.course().draft();
    draft.size = TILE;
    Map<String, Double> found = Finding.LABELS.contains(name) ? Map.of(name, severity) : Map.of();
    boolean bedside = name.endsWith("in bed") || name.equals("Edema");
    PhantomFilm film =
        PhantomFilm.draw(draft.recipe(), new Examination(patient, 0, bedside, false, false, found));
    var image = new BufferedImage(TILE, TILE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, TILE, TILE, film.pixels());
    g.drawImage(image, x, y, null);
    g.setColor(Color.LIGHT_GRAY);
    for (Box box : severity > 0.5 ? film.boxes().values() : List.<Box>of()) {
      g.drawRect(
          x + (int) box.x(), y + (int) box.y(), (int) box.width() - 1, (int) box.height() - 1);
    }
  }

  private static List<float[]> phantoms() {
    Recipe recipe = Recipe.course();
    return Cohort.of(recipe).stream()
        .limit(COMPARED)
        .parallel()
        .map(examination -> PhantomFilm.draw(recipe, examination).pixels())
        .map(
            bytes -> {
              float[] pixels = new float[bytes.length];
              for (int i = 0; i < pixels.length; i++) {
                pixels[i] = bytes[i] & 255;
              }
              return pixels;
            })
        .toList();
  }

  private static List<float[]> real(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
    List<float[]> films = new ArrayList<>();
    for (int i = 0; i < COMPARED; i++) {
      // Spread over the folder, as neighbours in it are often films of one patient.
      float[] pixels = GrayImage.read(all.get(i * all.size() / COMPARED)).pixels();
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] *= 255;
      }
      films.add(pixels);
    }
    return films;
  }

  private static void compare(List<float[]> phantoms, List<float[]> real, Path out) {
    double[] grey = new double[32];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = i * 8 + 4;
    }
    Charts.lines("Grey values of whole films", "Grey value", "Share of pixels (%)")
        .line("Phantoms", grey, histogram(phantoms))
        .line("Real films", grey, histogram(real))
        .alt("Share of pixels by grey value, phantoms and real films")
        .size(640, 360)
        .build()
        .save(out.resolve("phantoms-histogram.png"));
    double[] frequency = new double[31];
    for (int i = 0; i < frequency.length; i++) {
      frequency[i] = (i + 1) / 64.0;
    }
    double[] ours = spectrum(phantoms);
    double[] theirs = spectrum(real);
    Charts.lines(
            "Power spectrum of the chest, radially averaged",
            "Cycles per pixel",
            "Power, powers of ten")
        .line("Phantoms", frequency, ours)
        .line("Real films", frequency, theirs)
        .logX()
        .alt("Power by spatial frequency, phantoms and real films")
        .size(640, 360)
        .build()
        .save(out.resolve("phantoms-spectrum.png"));
    report("phantoms", phantoms, ours);
    report("real", real, theirs);
  }

  private static void report(String name, List<float[]> films, double[] spectrum) {
    double[] shares = {0.05, 0.25, 0.5, 0.75, 0.95};
    double[] mean = new double[shares.length];
    for (float[] film : films) {
      float[] sorted = film.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < shares.length; i++) {
        mean[i] += sorted[(int) (shares[i] * (sorted.length - 1))] / films.size();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d films; grey value at 5, 25, 50, 75, 95 %%: %.0f %.0f %.0f %.0f %.0f; log10 of power"
            + " at 2, 4, 8, 16, 30 cycles of 64 pixels: %.1f %.1f %.1f %.1f %.1f%n",
        name,
        films.size(),
        mean[0],
        mean[1],
        mean[2],
        mean[3],
        mean[4],
        spectrum[1],
        spectrum[3],
        spectrum[7],
        spectrum[15],
        spectrum[29]);
  }

  private static double[] histogram(List<float[]> films) {
    double[] share = new double[32];
    for (float[] film : films) {
      for (float value : film) {
        share[Math.min(31, (int) (value / 8))] += 100.0 / film.length / films.size();
      }
    }
    return share;
  }

  /** The base-10 logarithm of power, in grey values squared, at 1..31 cycles in 64 pixels. */
  private static double[] spectrum(List<float[]> films) {
    double[] power = new double[32];
    int[] count = new int[32];
    for (float[] film : films) {
      for (int y = 64; y < 224; y += 80) {
        for (int x = 64; x < 224; x += 80) {
          addPatch(film, x, y, power, count);
        }
      }
    }
    double[] logs = new double[31];
    for (int i = 0; i < 31; i++) {
      logs[i] = Math.log10(power[i + 1] / count[i + 1]);
    }
    return logs;
  }

  /** Fourier transform of a patch without its mean, under a Hann window. */
  private static void addPatch(float[] film, int left, int top, double[] power, int[] count) {
    int n = 64;
    double mean = 0;
    for (int i = 0; i < n * n; i++) {
      mean += film[(top + i / n) * 320 + left + i % n] / (n * n);
    }
    double[] window = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / n);
      sum += window[i] * window[i];
    }
    double[][] re = new double[n][n];
    double[][] im = new double[n][n];
    double[][] patch = new double[n][n];
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        patch[y][x] = (film[(top + y) * 320 + left + x] - mean) * window[x] * window[y];
      }
    }
    for (int y = 0; y < n; y++) {
      for (int k = 0; k < n; k++) {
        for (int x = 0; x < n; x++) {
          re[y][k] += patch[y][x] * COS[k * x % n];
          im[y][k] -= patch[y][x] * SIN[k * x % n];
        }
      }
    }
    for (int k = 0; k < n; k++) {
      for (int l = 0; l <= n / 2; l++) {
        double a = 0;
        double b = 0;
        for (int y = 0; y < n; y++) {
          a += re[y][k] * COS[l * y % n] + im[y][k] * SIN[l * y % n];
          b += im[y][k] * COS[l * y % n] - re[y][k] * SIN[l * y % n];
        }
        int radius = (int) Math.round(Math.hypot(Math.min(k, n - k), l));
        if (radius < 32) {
          power[radius] += (a * a + b * b) / (sum * sum);
          count[radius]++;
        }
      }
    }
  }

  private static final double[] COS = wave(0);
  private static final double[] SIN = wave(-Math.PI / 2);

  private static double[] wave(double phase) {
    double[] wave = new double[64];
    for (int i = 0; i < 64; i++) {
      wave[i] = Math.cos(2 * Math.PI * i / 64 + phase);
    }
    return wave;
  }
}

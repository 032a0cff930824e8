package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {
  @TempDir Path folder;

  /** A program of its own, as a font configuration can't be changed in a running one. */
  static final class DrawText {
    private DrawText() {}

    public static void main(String[] arguments) {
      Fonts.install();
      var image = new BufferedImage(200, 40, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      g.setColor(Color.WHITE);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
      g.drawString("Cardiomegaly", 5, 30);
      g.dispose();
      int[] pixels = image.getRGB(0, 0, 200, 40, null, 0, 200);
      System.out.println(Arrays.stream(pixels).filter(p -> (p & 0xFF) > 128).count());
      System.out.println(new Font(Font.SANS_SERIF, Font.PLAIN, 20).getFontName());
      System.out.println(new Font(Font.SANS_SERIF, Font.BOLD, 20).canDisplay('–'));
      var chart = Charts.bars("Title", "films", List.of("Mass")).series("n", new double[] {3});
      System.out.println(chart.build().svg().hashCode());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void textIsDrawnOnAMachineWithoutFontsAlsoByTwoProcessesThatStartTogether() throws Exception {
    Process one = withoutFonts();
    Process two = withoutFonts();
    List<String> first = output(one);
    List<String> second = output(two);
    assertTrue(Integer.parseInt(first.get(0)) > 200, first.toString());
    assertTrue(first.get(2).equals("true"), first.toString());
    assertEquals(first, second);
    try (Stream<Path> files = Files.list(folder.resolve("cache/cxrlab/dejavu-2.37"))) {
      assertEquals(3, files.count());
    }
  }

  @Test
  void aFontFileThatWasCutIsWrittenAgain() throws IOException {
    Fonts.unpack(folder);
    byte[] whole = Files.readAllBytes(folder.resolve("DejaVuSans.ttf"));
    Files.write(folder.resolve("DejaVuSans.ttf"), new byte[] {1, 2, 3});
    Fonts.unpack(folder);
    assertArrayEquals(whole, Files.readAllBytes(folder.resolve("DejaVuSans.ttf")));
  }

  @Test
  void theFacesAreTheShippedOnesAndKnowTheSignsThatTablesUse() {
    assertEquals("DejaVu Sans", Fonts.regular(12).getFontName());
    assertEquals("DejaVu Sans Bold", Fonts.bold(12).getFontName());
    assertEquals(-1, Fonts.regular(12).canDisplayUpTo("–−±≥≤·…∞αβ"));
  }

  private Process withoutFonts() throws IOException {
    Path none = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DrawText.class.getName());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FONTCONFIG_FILE", none.toString());
    builder.environment().put("FONTCONFIG_PATH", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return builder.start();
  }

  private static List<String> output(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), text);
    return text.lines().toList();
  }
}

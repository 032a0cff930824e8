package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writes a picture of each kind of chart to {@code target/charts}, to be looked at. */
class ChartSheetTest {
  @Test
  void eachKindOfChartIsDrawnAndKeptForALook() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "charts"));
    for (Map.Entry<String, Chart> kind : ChartKinds.all().entrySet()) {
      Chart chart = kind.getValue();
      chart.save(folder.resolve(kind.getKey() + ".png"));
      String svg = chart.svg();
      assertFalse(svg.contains("<script") || svg.contains("<text"), kind.getKey());
    }
  }
}

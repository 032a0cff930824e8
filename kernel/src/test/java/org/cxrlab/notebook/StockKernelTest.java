package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The notebooks also run on the JJava kernel as it is published. */
@Tag("kernel")
class StockKernelTest {
  @Test
  void stockKernelWithTheLibraryOnItsClassPathShowsItsValues() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("test-classes") && !entry.endsWith("jjava.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    try (var kernel = KernelSession.start("java", Map.of("JJAVA_CLASSPATH", classPath))) {
      var cell = kernel.run("TableFigure.columns(\"label\").row(\"Mass\").build()");
      assertTrue(cell.value("text/html").contains("Mass"));
      assertEquals(
          "[chart: Loss: loss against step, a.]",
          kernel
              .run(
                  """
                  var loss = Charts.lines("Loss", "step", "loss")
                      .line("a", new double[] {1, 2}, new double[] {2, 1}).build();
                  loss
                  """)
              .value("text/plain"));
      assertEquals(
          "hello", kernel.run("show(new Note(\"hello\"));").data("display_data", "text/plain"));
    }
  }
}

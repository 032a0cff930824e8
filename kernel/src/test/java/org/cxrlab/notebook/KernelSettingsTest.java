package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSettingsTest {
  @Test
  void nothingIsAskedForWhereNothingIsSet() {
    KernelSettings settings = KernelSettings.of(Map.of());
    assertNull(settings.classPath());
    assertEquals(List.of(), settings.compilerOptions());
    assertTrue(settings.timeout().isNegative());
    assertEquals(List.of(), settings.startupScripts());
    assertTrue(settings.extensions());
  }

  @Test
  void timeoutHasAUnit() {
    assertEquals(Duration.ofSeconds(90), of("JJAVA_TIMEOUT", "90 seconds").timeout());
    assertEquals(Duration.ofMinutes(2), of("JJAVA_TIMEOUT", "2MINUTES").timeout());
    assertEquals(Duration.ofMillis(1_500), of("JJAVA_TIMEOUT", "1500").timeout());
    assertEquals(Duration.ofMillis(20), of("JJAVA_TIMEOUT", "20 milliseconds").timeout());
  }

  @Test
  void timeoutThatIsNoneIsNamed() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> of("JJAVA_TIMEOUT", "soon"));
    assertTrue(thrown.getMessage().contains("soon"));
    assertThrows(IllegalArgumentException.class, () -> of("JJAVA_TIMEOUT", "3 blinks"));
  }

  @Test
  void optionInQuotesMayHoldSpaces() {
    assertEquals(
        List.of("-Xlint:all", "-d", "my classes", "a\"b"),
        of("JJAVA_COMPILER_OPTS", "-Xlint:all  -d \"my classes\" a\\\"b").compilerOptions());
  }

  @Test
  void scriptsOfFilesComeBeforeTheScriptItself(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("one.jshell"), "int one = 1;");
    KernelSettings settings =
        KernelSettings.of(
            Map.of(
                "JJAVA_STARTUP_SCRIPTS_PATH",
                folder + "/*.jshell",
                "JJAVA_STARTUP_SCRIPT",
                "int two = 2;"));
    assertEquals(List.of("int one = 1;", "int two = 2;"), settings.startupScripts());
  }

  @Test
  void extensionsAreLeftOutWhereThatIsAsked() {
    assertFalse(of("JJAVA_LOAD_EXTENSIONS", "0").extensions());
    assertFalse(of("JJAVA_LOAD_EXTENSIONS", "False").extensions());
    assertTrue(of("JJAVA_LOAD_EXTENSIONS", "1").extensions());
  }

  private static KernelSettings of(String name, String value) {
    return KernelSettings.of(Map.of(name, value));
  }
}

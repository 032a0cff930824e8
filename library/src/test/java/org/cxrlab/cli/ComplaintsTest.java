package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is said of a command line that is not understood. */
class ComplaintsTest {
  private final Shell shell = new Shell();

  private void misused(String message, String help, Object... arguments) {
    assertEquals(ExitCode.MISUSED, shell.run(arguments), shell::err);
    assertEquals("", shell.out());
    assertEquals(
        List.of("cxrlab: " + message, "  See ./" + help + "."), shell.err().lines().toList());
  }

  @Test
  void everyCommandNamesAnOptionThatItDoesNotKnowWhateverElseIsMissing() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      String name = command.getCommandName();
      if (name.equals("help")) {
        continue;
      }
      misused(
          name + " has no option --frobnicate.",
          "cxrlab " + name + " --help",
          name,
          "--frobnicate");
      misused(
          name + " has no option --hlep; did you mean --help?",
          "cxrlab " + name + " --help",
          name,
          "--hlep=1");
    }
  }

  @Test
  void theOptionThatIsMeantIsNamed() {
    misused(
        "score has no option --pictres; did you mean --pictures?",
        "cxrlab score --help",
        "score",
        "model",
        "films",
        "--pictres=x");
    misused("score has no option -z.", "cxrlab score --help", "score", "-z");
    misused(
        "runs compare has no option --frobnicate.",
        "cxrlab runs compare --help",
        "runs",
        "compare",
        "--frobnicate");
  }

  @Test
  void everyCommandNamesWhatIsMissing() {
    for (String name : List.of("score", "evaluate", "explain", "train", "sweep")) {
      assertEquals(ExitCode.MISUSED, shell.run(name), shell::err);
      assertTrue(shell.err().matches("(?s)cxrlab: (Missing required|Name a) .*"), shell.err());
      assertTrue(shell.err().lines().findFirst().orElseThrow().endsWith("."), shell.err());
    }
  }
}

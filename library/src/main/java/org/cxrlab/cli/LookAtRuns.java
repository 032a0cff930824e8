package org.cxrlab.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.cxrlab.run.Runs;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that shows something of the file of runs. */
abstract class LookAtRuns implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunsOption file;

  abstract void show(Runs runs, PrintWriter stdout);

  @Override
  public final Integer call() {
    try (Runs runs = named().openOld()) {
      show(runs, spec.commandLine().getOut());
    }
    return ExitCode.DONE;
  }

  /** The option, which may stand before the word of a command or after it. */
  private RunsOption named() {
    CommandLine parent = spec.parent() == null ? null : spec.parent().commandLine();
    boolean above = parent != null && parent.getCommand() instanceof LookAtRuns;
    return file.isNamed() || !above ? file : ((LookAtRuns) parent.getCommand()).file;
  }
}

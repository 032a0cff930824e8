package org.cxrlab.notebook;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.UnresolvedReferenceException;
import org.cxrlab.train.StopSignal;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.kernel.JavaKernel;
import org.dflib.jjava.kernel.JavaKernelBuilder;
import org.dflib.jjava.kernel.execution.CompilationException;
import org.dflib.jjava.kernel.execution.EvaluationInterruptedException;
import org.dflib.jjava.kernel.execution.EvaluationTimeoutException;
import org.dflib.jjava.kernel.execution.IncompleteSourceException;

/**
 * The JJava kernel, but for four things: an exception shows what is wrong and the user's own line
 * first; the interrupt button ends a training after its step, with its result; messages of controls
 * arrive while a cell runs; and whatever a cell throws, the kernel lives on.
 */
final class NotebookKernel extends JavaKernel {
  private final CellEvaluator evaluator;
  private final CellIO cellIO;
  private CellPump pump;
  private volatile boolean ending;

  private NotebookKernel(
      String name,
      String version,
      LanguageInfo language,
      CellIO io,
      MagicsResolver magicsResolver,
      MagicsRegistry magics,
      boolean extensionsEnabled,
      StringStyler errorStyler,
      JShell shell,
      CellEvaluator evaluator) {
    super(
        name,
        version,
        language,
        List.of(),
        null, // no history beyond that of the notebook
        io,
        new CommManager(),
        new Renderer(),
        magicsResolver,
        magics,
        extensionsEnabled,
        errorStyler,
        shell,
        evaluator);
    this.evaluator = evaluator;
    this.cellIO = io;
  }

  /** Assembles the kernel as JJava's own builder does. */
  static Builder assemble() {
    return new Builder();
  }

  /** Whether Jupyter has asked the kernel to end. */
  boolean isEnding() {
    return ending;
  }

  @Override
  public void becomeHandlerForConnection(JupyterConnection connection) {
    pump = new CellPump(connection);
    super.becomeHandlerForConnection(connection);
  }

  @Override
  protected void handleExecuteRequest(ShellReplyEnvironment cell, Message<ExecuteRequest> message) {
    pump.run(cell, () -> runCell(cell, message));
  }

  /** Returns whether the cells that wait for this one may run. */
  private boolean runCell(ShellReplyEnvironment cell, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    int count = executionCount.getAndIncrement();
    commManager.setMessageContext(message);
    evaluator.enter(count);
    cell.setBusyDeferIdle();
    cell.publish(new PublishExecuteInput(request.getCode(), count));
    replaceOutputStreams(cell);
    cellIO.attach(cell, request.isStdinEnabled());
    try {
      DisplayData value = evalBuilder(request.getCode()).resolveMagics().renderResults().eval();
      if (value != null) {
        cell.publish(new PublishExecuteResult(count, value));
      }
      cell.defer().reply(new ExecuteReply(count, Map.of()));
      return true;
    } catch (Throwable thrown) { // an error of the cell must never be one of the kernel
      CellError error = error(thrown);
      cell.publish(new PublishError(error.name(), error.message(), error.lines()));
      var reply = new ErrorReply(error.name(), error.message(), error.lines());
      reply.setExecutionCount(count);
      cell.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
      return !request.shouldStopOnError();
    }
  }

  private CellError error(Throwable thrown) {
    if (thrown instanceof CompilationException compilation) {
      return formatted(compilation, firstDiagnostic(compilation));
    }
    if (thrown instanceof IncompleteSourceException
        || thrown instanceof EvaluationInterruptedException
        || thrown instanceof EvaluationTimeoutException) {
      return formatted(thrown, "");
    }
    if (thrown.getCause() instanceof UnresolvedReferenceException unresolved) {
      return formatted(unresolved, unresolved.getSnippet().name() + " uses what is not defined");
    }
    return CellError.of(
        thrown.getCause() instanceof EvalException ofCell ? ofCell : thrown, evaluator::find);
  }

  /** In JJava's own words, which point at the place in the source. */
  private CellError formatted(Throwable thrown, String message) {
    return new CellError(thrown.getClass().getSimpleName(), message, formatError(thrown));
  }

  private String firstDiagnostic(CompilationException thrown) {
    return getJShell()
        .diagnostics(thrown.getBadSnippetCompilation().snippet())
        .findFirst()
        .map(d -> d.getMessage(Locale.ROOT))
        .orElse("");
  }

  /** The first time a training is asked to stop after its step; else the cell is ended. */
  @Override
  public void interrupt() {
    if (!StopSignal.request()) {
      super.interrupt();
    }
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    ending = true;
    super.onShutdown(isRestarting);
  }

  /** Puts the parts of this kernel in the place of JJava's. */
  static final class Builder extends JavaKernelBuilder<Builder, NotebookKernel> {
    private Builder() {}

    @Override
    public NotebookKernel build() {
      var evaluator = new CellEvaluator(buildName(), timeoutDuration, timeoutUnit);
      JShell shell = buildJShell(evaluator);
      evaluator.observe(shell);
      return new NotebookKernel(
          buildName(),
          buildVersion(),
          buildLanguageInfo(),
          new CellIO(buildJupyterIOEncoding()),
          buildMagicsResolver(buildMagicTranspiler()),
          buildMagicsRegistry(),
          buildExtensionsEnabled(),
          buildErrorStyler(),
          shell,
          evaluator);
    }
  }
}

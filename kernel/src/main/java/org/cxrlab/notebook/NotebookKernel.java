package org.cxrlab.notebook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.cxrlab.figure.Note;
import org.cxrlab.notebook.control.View;
import org.cxrlab.train.RunningTraining;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.Training;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.MagicsResolver;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.kernel.util.TextColor;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
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
  /** How long a cell waits for what its controls have set going. */
  private static final Duration MOST_FOR_CALLBACKS = Duration.ofSeconds(20);

  /** There is one kernel in a process, and outside of a notebook none. */
  private static volatile String source = "";

  private final CellEvaluator evaluator;
  private final CellIO cellIO;
  private final CellPrinter printer = new CellPrinter();
  private final Inspector inspector;
  private final Completions completions;
  private final CompileHelp help;
  private JupyterConnection connection;
  private CellPump pump;
  private volatile Message<ExecuteRequest> lastCell;
  private volatile boolean ending;

  /** The trainings that ran when a cell was last broken off. */
  private volatile List<RunningTraining> brokenOff = List.of();

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
        new Comms(),
        new Renderer(),
        magicsResolver,
        magics,
        extensionsEnabled,
        errorStyler,
        shell,
        evaluator);
    this.evaluator = evaluator;
    this.cellIO = io;
    evaluator.tell(this::note);
    inspector = new Inspector(shell);
    var types = new Types(shell, this::getClassLoader);
    completions = new Completions(shell, types);
    help = new CompileHelp(shell, new ShellNames(shell, types), evaluator::find);
  }

  /** Assembles the kernel as JJava's own builder does. */
  static Builder assemble() {
    return new Builder();
  }

  /** What the standard streams of the process have become. */
  CellPrinter printer() {
    return printer;
  }

  /** Whether Jupyter has asked the kernel to end. */
  boolean isEnding() {
    return ending;
  }

  @Override
  public void becomeHandlerForConnection(JupyterConnection connection) {
    this.connection = connection;
    printer.install();
    pump = new CellPump(connection, this::isEnding);
    super.becomeHandlerForConnection(connection);
    connection.setHandler(
        MessageType.COMM_MSG_COMMAND,
        (environment, message) -> {
          commManager.handleCommMsgCommand(environment, message);
          pump.linger(environment);
        });
  }

  /** Tells the front end something, in a cell or outside of one. */
  <T extends ContentType<T>> void publish(T content) {
    connection.getIOPub().sendMessage(new Message<>(lastCell, content.getType(), content));
  }

  /** The request to run the cell that was begun last; null before the first. */
  Message<ExecuteRequest> cell() {
    return lastCell;
  }

  /** The text of the cell that was begun last; empty where there is none. */
  static String sourceOfCell() {
    return source;
  }

  @Override
  protected void handleExecuteRequest(ShellReplyEnvironment cell, Message<ExecuteRequest> message) {
    lastCell = message;
    source = message.getContent().getCode();
    // Here, where the messages of controls are served too, and not on the cell's thread.
    commManager.setMessageContext(message);
    pump.run(cell, () -> runCell(cell, message));
  }

  /** Returns whether the cells that wait for this one may run. */
  private boolean runCell(ShellReplyEnvironment cell, Message<ExecuteRequest> message) {
    ExecuteRequest request = message.getContent();
    int count = executionCount.getAndIncrement();
    evaluator.enter(count);
    cell.setBusyDeferIdle();
    cell.publish(new PublishExecuteInput(request.getCode(), count));
    printer.enter(count, new CellFront(connection.getIOPub(), message));
    cellIO.attach(cell, request.isStdinEnabled(), printer);
    try {
      DisplayData value = evalBuilder(request.getCode()).resolveMagics().renderResults().eval();
      if (value != null) {
        cell.publish(new PublishExecuteResult(count, value));
        if (StaleNotes.areShown()) {
          evaluator.stale().ifPresent(reason -> note(reason.sentence()));
        }
      }
      View.settle(MOST_FOR_CALLBACKS);
      printer.leave();
      cell.defer().reply(new ExecuteReply(count, Map.of()));
      return true;
    } catch (Throwable thrown) { // an error of the cell must never be one of the kernel
      CellError error = error(thrown);
      printer.leave();
      cell.publish(new PublishError(error.name(), error.message(), error.lines()));
      var reply = new ErrorReply(error.name(), error.message(), error.lines());
      reply.setExecutionCount(count);
      cell.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
      return !request.shouldStopOnError();
    }
  }

  /** A sentence under the cell that is not its value. */
  private void note(String sentence) {
    display(getRenderer().render(new Note(sentence)));
  }

  private CellError error(Throwable thrown) {
    if (thrown instanceof CompilationException compilation) {
      CellError error = formatted(compilation, firstDiagnostic(compilation));
      Snippet snippet = compilation.getBadSnippetCompilation().snippet();
      List<String> lost = evaluator.whyLost(snippet);
      return error.headed(lost.isEmpty() ? help.with(snippet).stream().toList() : lost);
    }
    if (thrown instanceof IncompleteSourceException incomplete) {
      return formatted(thrown, "")
          .headed(help.withIncomplete(incomplete.getSource(), source).stream().toList());
    }
    if (thrown instanceof EvaluationInterruptedException) {
      return formatted(thrown, "").headed(BrokenOff.words(brokenOff));
    }
    if (thrown instanceof EvaluationTimeoutException) {
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
      brokenOff = Training.running().list();
      super.interrupt();
      printer.breakOff();
    }
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    ending = true;
    super.onShutdown(isRestarting);
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    List<Inspector.Entry> found = inspector.inspect(code, at);
    if (found.isEmpty()) {
      return null;
    }
    var data = new DisplayData(Inspector.plain(found));
    data.putHTML(Inspector.html(found));
    return data;
  }

  @Override
  protected void handleCompleteRequest(
      ShellReplyEnvironment environment, Message<CompleteRequest> message) {
    environment.setBusyDeferIdle();
    String code = message.getContent().getCode();
    int at = message.getContent().getCursorPos();
    ReplacementOptions found = complete(code, at);
    environment
        .defer()
        .reply(
            found == null
                ? new CompleteReply(List.of(), at, at, Map.of())
                : completions.reply(code, found));
  }

  /** What went wrong in a callback, as it would be shown under a cell. */
  List<String> describe(Throwable thrown) {
    return CellError.ofCallback(thrown, evaluator::find).lines();
  }

  /** Puts the parts of this kernel in the place of JJava's. */
  static final class Builder extends JavaKernelBuilder<Builder, NotebookKernel> {
    private Builder() {}

    /** In bold and underlined instead of coloured; see {@link CellError}. */
    @Override
    protected StringStyler buildErrorStyler() {
      return new StringStyler.Builder()
          .addSecondaryStyle(TextColor.BOLD_RESET_FG)
          .addHighlightStyle(TextColor.BOLD_RESET_FG)
          .addHighlightStyle(TextColor.UNDERLINE)
          .withLinePrefix("|   ")
          .build();
    }

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

package org.cxrlab.notebook;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;

/**
 * Lets messages of controls through while a cell runs. The cell runs on a thread of its own;
 * meanwhile the thread that owns the shell socket reads it, serves at once what can't wait, and
 * keeps the rest, in order, for after the cell. So nothing but that thread touches the socket, and
 * no two messages are served at the same time.
 */
final class CellPump {
  private static final long POLL_MILLIS = 3;

  /** How long the next message of a control is waited for. */
  private static final long LINGER_NANOS = 3_000_000_000L;

  /** A page that is opened while a cell runs asks for the kernel's name and its controls. */
  private static final Set<MessageType<?>> URGENT =
      Set.of(
          MessageType.COMM_OPEN_COMMAND,
          MessageType.COMM_MSG_COMMAND,
          MessageType.COMM_CLOSE_COMMAND,
          MessageType.COMM_INFO_REQUEST,
          MessageType.KERNEL_INFO_REQUEST);

  private final JupyterConnection connection;
  private final Queue<Message<?>> waiting = new ArrayDeque<>();
  private final ExecutorService cells = Executors.newSingleThreadExecutor(CellPump::daemon);
  private final BooleanSupplier ending;
  private boolean serving;
  private boolean lingering;

  /**
   * @param ending whether the kernel is to end
   */
  CellPump(JupyterConnection connection, BooleanSupplier ending) {
    this.connection = connection;
    this.ending = ending;
  }

  /**
   * Serves the messages that follow one of a control without the wait between two looks at the
   * socket: the next move of the hand comes soon. Called on the shell thread, when no cell runs.
   */
  void linger(ShellReplyEnvironment control) {
    if (serving || lingering) {
      return; // the one who serves looks at the socket again
    }
    control.resolveDeferrals();
    ShellChannel shell = (ShellChannel) control.getShell();
    lingering = true;
    try {
      long end = System.nanoTime() + LINGER_NANOS;
      while (System.nanoTime() < end && !ending.getAsBoolean()) {
        if ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
          ShellReplyEnvironment next = serve(shell.readMessage(), shell);
          if (next.isMarkedForShutdown()) {
            control.markForShutdown();
            return;
          }
          end = System.nanoTime() + LINGER_NANOS;
        } else {
          Thread.sleep(1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lingering = false;
    }
  }

  /**
   * Runs a cell, and after it what came in meanwhile. Called on the shell thread.
   *
   * @param body runs the cell; false if the cells that wait for it are not to be run
   */
  void run(ShellReplyEnvironment cell, BooleanSupplier body) {
    ShellChannel shell = (ShellChannel) cell.getShell();
    if (!await(cells.submit(body::getAsBoolean), cell, shell)) {
      receive(cell, shell);
      abortWaitingCells(shell);
    }
    if (!serving) {
      cell.resolveDeferrals();
      serving = true;
      try {
        while (!waiting.isEmpty()) {
          ShellReplyEnvironment next = serve(waiting.remove(), shell);
          if (next.isMarkedForShutdown()) {
            cell.markForShutdown();
          }
        }
      } finally {
        serving = false;
      }
    }
  }

  private boolean await(Future<Boolean> result, ShellReplyEnvironment cell, ShellChannel shell) {
    while (true) {
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException running) {
        receive(cell, shell);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void receive(ShellReplyEnvironment cell, ShellChannel shell) {
    while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
      Message<?> message = shell.readMessage();
      if (URGENT.contains(message.getHeader().getType())) {
        serve(message, shell);
        // Serving ended with "idle", but the cell goes on.
        connection
            .getIOPub()
            .sendMessage(
                new Message<>(cell.getContext(), PublishStatus.MESSAGE_TYPE, PublishStatus.BUSY));
      } else {
        waiting.add(message);
      }
    }
  }

  private <T> ShellReplyEnvironment serve(Message<T> message, ShellChannel shell) {
    ShellReplyEnvironment environment = connection.prepareReplyEnv(shell, message);
    ShellHandler<T> handler = connection.getHandler(message.getHeader().getType());
    if (handler != null) {
      try {
        handler.handle(environment, message);
      } finally {
        environment.resolveDeferrals();
      }
    }
    return environment;
  }

  private void abortWaitingCells(ShellChannel shell) {
    for (Iterator<Message<?>> messages = waiting.iterator(); messages.hasNext(); ) {
      Message<?> message = messages.next();
      if (message.getHeader().getType() == MessageType.EXECUTE_REQUEST) {
        messages.remove();
        ShellReplyEnvironment environment = connection.prepareReplyEnv(shell, message);
        environment.setBusyDeferIdle();
        environment.reply(new AbortedReply());
        environment.resolveDeferrals();
      }
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "cell");
    thread.setDaemon(true);
    return thread;
  }
}

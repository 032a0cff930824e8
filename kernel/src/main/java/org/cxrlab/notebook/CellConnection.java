package org.cxrlab.notebook;

import java.security.GeneralSecurityException;
import java.util.Set;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;

/** The kernel's sockets. What a cell has printed leaves before what it shows or asks next. */
final class CellConnection extends JupyterConnection {
  /** What takes a place of its own under the cell. */
  private static final Set<MessageType<?>> OUTPUTS =
      Set.of(
          MessageType.PUBLISH_DISPLAY_DATA,
          MessageType.PUBLISH_EXECUTION_RESULT,
          MessageType.PUBLISH_ERROR,
          MessageType.PUBLISH_CLEAR_OUTPUT);

  private volatile boolean used;

  CellConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
    super(properties);
  }

  /** Whether any message has come. */
  boolean isUsed() {
    return used;
  }

  @Override
  public ShellReplyEnvironment prepareReplyEnv(ShellChannel shell, MessageContext context) {
    used = true;
    return new Environment(shell, stdin, iopub, context);
  }

  /** The answers to one message. */
  static final class Environment extends ShellReplyEnvironment {
    private volatile Runnable settle = () -> {};

    private Environment(
        ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext context) {
      super(shell, stdin, iopub, context);
    }

    /**
     * @param settle sends all that was printed
     */
    void settleBefore(Runnable settle) {
      this.settle = settle;
    }

    @Override
    public void publish(Message<?> message) {
      if (OUTPUTS.contains(message.getHeader().getType())) {
        settle.run();
      }
      super.publish(message);
    }

    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
      settle.run();
      return super.readFromStdIn(prompt, isPassword);
    }
  }
}

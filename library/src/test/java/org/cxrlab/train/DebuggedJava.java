package org.cxrlab.train;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.connect.VMStartException;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Java process with the classes of this one, under a debugger: it can be halted where it calls a
 * method, which needs no door in the product.
 */
final class DebuggedJava implements AutoCloseable {
  private final VirtualMachine machine;

  private DebuggedJava(VirtualMachine machine) {
    this.machine = machine;
  }

  /** Starts a class's main, and halts before it. */
  static DebuggedJava start(String options, Class<?> main, Path... arguments) throws IOException {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> with = connector.defaultArguments();
    with.get("options")
        .setValue(options + " -cp \"" + System.getProperty("java.class.path") + "\"");
    StringBuilder command = new StringBuilder(main.getName());
    for (Path argument : arguments) {
      command.append(" \"").append(argument).append('"');
    }
    with.get("main").setValue(command.toString());
    try {
      return new DebuggedJava(connector.launch(with));
    } catch (VMStartException | IllegalConnectorArgumentsException e) {
      throw new IOException("The process can't be started: " + e.getMessage(), e);
    }
  }

  /**
   * Lets the process run until it has called a method so many times from now on, and halts it
   * there.
   *
   * @return false if it ended before
   */
  boolean runTo(Class<?> type, String method, int times) throws InterruptedException {
    try {
      List<ReferenceType> loaded = machine.classesByName(type.getName());
      EventRequest awaited =
          loaded.isEmpty() ? untilLoaded(type) : breakpoint(loaded.get(0), method, times);
      machine.resume();
      while (true) {
        EventSet events = machine.eventQueue().remove();
        for (Event event : events) {
          if (event instanceof VMDisconnectEvent) {
            return false;
          }
          if (event.request() == null || !event.request().equals(awaited)) {
            continue;
          }
          awaited.disable();
          if (!(event instanceof ClassPrepareEvent prepared)) {
            return true;
          }
          awaited = breakpoint(prepared.referenceType(), method, times);
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      return false;
    }
  }

  private EventRequest untilLoaded(Class<?> type) {
    ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
    request.addClassFilter(type.getName());
    request.enable();
    return request;
  }

  private EventRequest breakpoint(ReferenceType type, String name, int times) {
    List<Method> methods = type.methodsByName(name);
    if (methods.size() != 1) {
      throw new IllegalStateException(
          "There are " + methods.size() + " methods " + name + " in " + type.name() + ", not one.");
    }
    BreakpointRequest request =
        machine.eventRequestManager().createBreakpointRequest(methods.get(0).location());
    request.addCountFilter(times);
    request.enable();
    return request;
  }

  /** Kills it, on Linux by signal 9, and tells its exit status. */
  int kill() throws InterruptedException {
    return machine.process().destroyForcibly().waitFor();
  }

  /** What it wrote to its error output, once it has ended. */
  String errors() {
    try {
      return new String(machine.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    machine.process().destroyForcibly();
  }
}

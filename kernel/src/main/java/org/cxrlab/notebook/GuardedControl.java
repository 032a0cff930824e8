package org.cxrlab.notebook;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs cells as the kernel does, but that their classes can't end the JVM ({@link ExitGuard}), and
 * that their variables outlive the code that declares them ({@link VariableHomes}).
 */
final class GuardedControl implements ExecutionControl {
  private final ExecutionControl control;
  private final VariableHomes homes;
  private final Map<String, String> newest = new HashMap<>();
  private boolean held;

  /**
   * @param control the kernel's own
   */
  GuardedControl(ExecutionControl control, VariableHomes homes) {
    this.control = control;
    this.homes = homes;
  }

  /** Does something during which what is declared is compiled and loaded, but not run. */
  <T> T withoutRunning(Supplier<T> work) {
    held = true;
    try {
      return work.get();
    } finally {
      held = false;
    }
  }

  /** The name of the class that does now what this class of a snippet did first. */
  String newest(String className) {
    return newest.getOrDefault(className, className);
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    control.load(guarded(homes.settle(classes)));
  }

  /** JShell makes a new class in all places where this one says that it can't be done. */
  @Override
  public void redefine(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    ClassBytecodes version = homes.version(classes);
    if (version == null) {
      throw new NotImplementedException("Others depend on more than the variable of this class.");
    }
    control.load(guarded(new ClassBytecodes[] {version}));
    newest.put(classes[0].name(), version.name());
    LatestMethods.replace(classes[0].name(), version.name());
  }

  private static ClassBytecodes[] guarded(ClassBytecodes[] classes) {
    return Arrays.stream(classes)
        .map(c -> new ClassBytecodes(c.name(), ExitGuard.guard(c.bytecodes())))
        .toArray(ClassBytecodes[]::new);
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    if (held) {
      return "";
    }
    try {
      return control.invoke(newest(className), methodName);
    } catch (RunException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        t.setStackTrace(withoutCallers(t.getStackTrace()));
      }
      throw e;
    }
  }

  private static StackTraceElement[] withoutCallers(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .filter(f -> !LatestMethods.callers().contains(f.getClassName()))
        .toArray(StackTraceElement[]::new);
  }

  @Override
  public String varValue(String className, String name)
      throws RunException, EngineTerminationException, InternalException {
    String home =
        homes.declaredIn(className).stream()
            .filter(v -> v.name().equals(name))
            .map(homes::homeOf)
            .findFirst()
            .orElse(null);
    return home == null
        ? control.varValue(className, name)
        : control.varValue(home, VariableHomes.field());
  }

  @Override
  public void addToClasspath(String path) throws EngineTerminationException, InternalException {
    control.addToClasspath(path);
  }

  @Override
  public Object extensionCommand(String command, Object argument)
      throws RunException, EngineTerminationException, InternalException {
    return control.extensionCommand(command, argument);
  }

  @Override
  public void stop() throws EngineTerminationException, InternalException {
    control.stop();
  }

  @Override
  public void close() {
    control.close();
  }

  /** Hands out a control that stands before that of another provider. */
  record Provider(
      ExecutionControlProvider provider, Function<ExecutionControl, ExecutionControl> guard)
      implements ExecutionControlProvider {
    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters)
        throws Throwable {
      return guard.apply(provider.generate(environment, parameters));
    }
  }
}

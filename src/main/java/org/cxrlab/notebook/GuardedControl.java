package org.cxrlab.notebook;

import java.util.Arrays;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs cells as the kernel does, after {@link ExitGuard} has seen their classes.
 *
 * @param control the kernel's own
 */
record GuardedControl(ExecutionControl control) implements ExecutionControl {
  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    control.load(guarded(classes));
  }

  @Override
  public void redefine(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    control.redefine(guarded(classes));
  }

  private static ClassBytecodes[] guarded(ClassBytecodes[] classes) {
    return Arrays.stream(classes)
        .map(c -> new ClassBytecodes(c.name(), ExitGuard.guard(c.bytecodes())))
        .toArray(ClassBytecodes[]::new);
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    return control.invoke(className, methodName);
  }

  @Override
  public String varValue(String className, String name)
      throws RunException, EngineTerminationException, InternalException {
    return control.varValue(className, name);
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

  /** Hands out the guarded control of another provider. */
  record Provider(ExecutionControlProvider provider) implements ExecutionControlProvider {
    @Override
    public String name() {
      return provider.name();
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters)
        throws Throwable {
      return new GuardedControl(provider.generate(environment, parameters));
    }
  }
}

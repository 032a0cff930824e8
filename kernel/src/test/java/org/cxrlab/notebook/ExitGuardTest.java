package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import org.cxrlab.CxrlabException;
import org.junit.jupiter.api.Test;

class ExitGuardTest {
  static class SystemExit implements Runnable {
    @Override
    public void run() {
      System.exit(3);
    }
  }

  static class RuntimeHalt implements Runnable {
    @Override
    public void run() {
      int kept = 2;
      Runtime.getRuntime().halt(kept + 1);
    }
  }

  static class ReferenceToExit implements Runnable {
    @Override
    public void run() {
      IntConsumer end = System::exit;
      end.accept(3);
    }
  }

  static class BoundReferenceToExit implements Runnable {
    @Override
    public void run() {
      IntConsumer end = Runtime.getRuntime()::exit;
      end.accept(3);
    }
  }

  static class OtherExit implements Runnable {
    @Override
    public void run() {
      exit(3);
      System.setProperty("cxrlab.exit", "of another class");
    }

    static void exit(int status) {}
  }

  @Test
  void callThatWouldEndTheProcessThrowsInstead() throws Exception {
    for (Class<?> type :
        new Class<?>[] {
          SystemExit.class, RuntimeHalt.class, ReferenceToExit.class, BoundReferenceToExit.class
        }) {
      var thrown = assertThrows(CxrlabException.class, guarded(type)::run, type.getName());
      assertTrue(thrown.getMessage().startsWith("System.exit(3)"));
    }
  }

  @Test
  void methodOfTheSameNameIsCalledAsEver() throws Exception {
    guarded(OtherExit.class).run();
    assertEquals("of another class", System.clearProperty("cxrlab.exit"));
  }

  @Test
  void classWithoutSuchACallIsLeftAsItIs() throws IOException {
    byte[] plain = bytes(Runnable.class);
    assertSame(plain, ExitGuard.guard(plain));
  }

  private static Runnable guarded(Class<?> type) throws Exception {
    byte[] code = ExitGuard.guard(bytes(type));
    var loader =
        new ClassLoader(ExitGuardTest.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(type.getName(), code, 0, code.length);
          }
        };
    var constructor = loader.define().getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Runnable) constructor.newInstance();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }
}

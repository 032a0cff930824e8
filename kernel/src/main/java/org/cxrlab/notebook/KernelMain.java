package org.cxrlab.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cxrlab.data.CodeVersion;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.kernel.magics.ClasspathMagic;
import org.dflib.jjava.kernel.magics.JarsMagic;
import org.dflib.jjava.kernel.magics.LoadMagic;
import org.dflib.jjava.kernel.magics.TimeMagic;
import org.dflib.jjava.maven.MavenDependencyResolver;
import org.dflib.jjava.maven.magics.AddMavenDependencyMagic;
import org.dflib.jjava.maven.magics.LoadFromPomCellMagic;
import org.dflib.jjava.maven.magics.LoadFromPomLineMagic;
import org.dflib.jjava.maven.magics.MavenMagic;
import org.dflib.jjava.maven.magics.MavenRepoMagic;

/**
 * Starts the kernel; Jupyter does so with the name of a connection file. It understands the
 * environment variables and the magics of the JJava kernel, on which it stands.
 */
public final class KernelMain {
  /** Time for the last message to leave. */
  private static final long LAST_WORDS_MILLIS = 300;

  private KernelMain() {}

  /** Runs until Jupyter asks the kernel to end. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "The kernel is started by Jupyter, with the path of one connection file.");
    }
    // First of all, as it is found only while it lives.
    KernelOwner owner = KernelOwner.of(System.getenv(), ProcessHandle.current());
    // What the libraries, javac and the cells say is English, and every number has Latin digits.
    Locale.setDefault(Locale.ENGLISH);
    Path file = Path.of(arguments[0]);
    var connection = new CellConnection(KernelConnectionProperties.parse(Files.readString(file)));
    owner.follow(connection::isUsed, () -> delete(file));
    KernelSettings settings = KernelSettings.of(System.getenv());
    NotebookKernel kernel = build(settings);
    kernel.onStartup();
    kernel.addToClasspath(settings.classPath());
    settings.startupScripts().forEach(s -> kernel.evalBuilder(s).resolveMagics().eval());
    kernel.becomeHandlerForConnection(connection);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayIfUnasked(kernel)));
    connection.connect();
    connection.waitUntilClose();
    System.exit(0); // a cell that did not heed the interruption may still be running
  }

  /** The file of a connection that nobody will use any more; Jupyter deletes those it knows of. */
  private static void delete(Path connection) {
    try {
      Files.deleteIfExists(connection);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + connection + " can't be deleted.", e);
    }
  }

  /** Code of a library can still call {@link System#exit}; then at least the reader is told. */
  private static void sayIfUnasked(NotebookKernel kernel) {
    if (kernel.isEnding()) {
      return;
    }
    System.err.println(
        "The kernel ends here, and every value of this session is lost: something called"
            + " System.exit, or the system told the kernel to end. Restart it to go on.");
    kernel.printer().settle();
    try {
      Thread.sleep(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static NotebookKernel build(KernelSettings settings) {
    var maven = new MavenDependencyResolver();
    var time = new TimeMagic();
    return NotebookKernel.assemble()
        .name("cxrlab")
        .version(CodeVersion.ofLibrary())
        .extensionsEnabled(settings.extensions())
        .compilerOpts(settings.compilerOptions())
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .lineMagic("load", new LoadMagic())
        .lineMagic("classpath", new ClasspathMagic())
        .lineMagic("jars", new JarsMagic())
        .lineMagic("time", time)
        .lineMagic("maven", new MavenMagic(maven))
        .lineMagic("mavenRepo", new MavenRepoMagic(maven))
        .lineMagic("addMavenDependency", new AddMavenDependencyMagic(maven))
        .lineMagic("loadFromPOM", new LoadFromPomLineMagic(maven))
        .cellMagic("loadFromPOM", new LoadFromPomCellMagic(maven))
        .cellMagic("time", time)
        .build();
  }
}

package org.cxrlab.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Which code of cxrlab runs. */
public final class CodeVersion {
  private CodeVersion() {}

  /** Git is asked once, and only if somebody wants to know. */
  private static final class WithCommit {
    static final String TEXT = find();

    private static String find() {
      Path home = Workspace.models().toAbsolutePath().getParent();
      if (home == null || !Files.exists(home.resolve(".git"))) {
        return ofLibrary();
      }
      try {
        Process git =
            new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = git.inputReader(StandardCharsets.UTF_8)) {
          String commit = out.readLine();
          return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0
              ? ofLibrary() + " " + commit
              : ofLibrary();
        }
      } catch (IOException e) {
        return ofLibrary(); // a clone on a machine without git
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ofLibrary();
      }
    }
  }

  /** The library's version as its jar's manifest says it, or "development" outside of a jar. */
  public static String ofLibrary() {
    return Objects.requireNonNullElse(
        CodeVersion.class.getPackage().getImplementationVersion(), "development");
  }

  /** The same and, in a clone, git's name of the commit. */
  public static String withCommit() {
    return WithCommit.TEXT;
  }
}

package org.cxrlab.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The imports that are done before the first cell, one statement a line. */
final class Imports {
  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
  private static final String RESOURCE = "imports.jshell";

  private Imports() {}

  static List<String> statements() {
    try (InputStream in = Imports.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An import that can't be done is named in the kernel's log; the others are done. */
  static void run(JShell shell) {
    for (String statement : statements()) {
      for (SnippetEvent event : shell.eval(statement)) {
        if (event.status() == Snippet.Status.REJECTED) {
          LOG.warn("Not imported, as there is no such package or class: {}", statement);
        }
      }
    }
  }
}

package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.cxrlab.Sha256;
import org.cxrlab.cli.Scorer;

/** By what the code is told to be the same on another machine. */
final class CodeOrigin {
  private static final String CODE = find();

  private CodeOrigin() {}

  /** Of the library's jar; empty outside of a jar, where nobody can tell. */
  static String ofCode() {
    return CODE;
  }

  private static String find() {
    CodeSource source = Scorer.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "";
    }
    Path jar = Path.of(URI.create(source.getLocation().toString()));
    try {
      return Files.isRegularFile(jar) ? Sha256.of(jar) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + jar + " can't be read.", e);
    }
  }
}

package org.cxrlab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.batch.ImageCache;
import org.cxrlab.data.Films;
import org.cxrlab.data.Workspace;
import org.cxrlab.model.ChestModel;
import org.cxrlab.run.Features;

/** Films from their files through the backbone, and what comes out into the file that keeps it. */
final class HeadCachePart implements Part {
  private static final Path FILE = Workspace.data().resolve("features.db");

  private final Films films;
  private final ChestModel model;

  HeadCachePart(Settings settings) {
    films = settings.films();
    model = Models.of(settings);
  }

  /** Forgets all films and their features first. */
  @Override
  public double[] run() throws IOException {
    ImageCache.shared().clear();
    for (String end : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(FILE.resolveSibling(FILE.getFileName() + end));
    }
    return new double[] {Features.of(model, films).rows().size()};
  }

  @Override
  public void close() {
    model.close();
  }
}

package org.cxrlab.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.phantom.PhantomWriter;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;

/** Makes what all sides work on, and prints its place: the folder of films, then the weights. */
public final class Prepare {
  private static final int SIZE = 1024;

  private Prepare() {}

  /** Draws phantoms of 1024 x 1024 pixels, as many as the argument says, and random weights. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Phantoms.of(Integer.parseInt(arguments[0])).size(SIZE).seed(5).folder();
    Path weights = folder.resolveSibling("densenet121.safetensors");
    if (!Files.exists(weights)) {
      Films films = Films.course(folder.resolve(PhantomWriter.TABLE));
      try (ChestModel model = DenseNet121.create(films.labels(), 1)) {
        model.exportSafetensors(weights);
      }
    }
    System.out.println(folder);
    System.out.println(weights);
  }
}

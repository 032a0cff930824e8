package org.cxrlab.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A kind of file that strangers make, and what is asked of its reader. Immutable.
 *
 * @param name of the target, and of the folder of its finds
 * @param file what the file is called
 * @param seeds whole files, by names that tell them apart
 * @param words what may stand in such a file
 * @param longest how many bytes a file has at most
 * @param libraries other packages than ours, whose branches count too: "io.jhdf.**"
 * @param mended the same file with its check sums and lengths put right, so that what lies behind
 *     them is met too; as it is, where there are none
 * @param beside files that lie beside it, by their names
 * @param reading reads it and holds that what it gave is sane
 */
record FuzzTarget(
    String name,
    String file,
    Seeds seeds,
    List<String> words,
    int longest,
    List<String> libraries,
    UnaryOperator<byte[]> mended,
    Map<String, byte[]> beside,
    Reading reading) {

  /** Makes the seeds; a folder is at hand for what only writes to one. */
  interface Seeds {
    Map<String, byte[]> in(Path folder) throws IOException;
  }

  /** Reads a file. */
  interface Reading {
    /** Throws what is the user's; an {@link AssertionError} where what was read can't be. */
    void of(Path file) throws IOException;
  }

  static FuzzTarget of(String name, String file, Seeds seeds, Reading reading) {
    return new FuzzTarget(
        name, file, seeds, List.of(), 4096, List.of(), UnaryOperator.identity(), Map.of(), reading);
  }

  FuzzTarget words(String... some) {
    List<String> more = Stream.concat(words.stream(), Stream.of(some)).toList();
    return new FuzzTarget(name, file, seeds, more, longest, libraries, mended, beside, reading);
  }

  FuzzTarget longest(int bytes) {
    return new FuzzTarget(name, file, seeds, words, bytes, libraries, mended, beside, reading);
  }

  FuzzTarget through(String... packages) {
    return new FuzzTarget(
        name, file, seeds, words, longest, List.of(packages), mended, beside, reading);
  }

  FuzzTarget mendedBy(UnaryOperator<byte[]> way) {
    return new FuzzTarget(name, file, seeds, words, longest, libraries, way, beside, reading);
  }

  FuzzTarget beside(Map<String, byte[]> files) {
    return new FuzzTarget(name, file, seeds, words, longest, libraries, mended, files, reading);
  }

  @Override
  public String toString() {
    return name;
  }
}

package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.model.ChestModel;

/**
 * Scores films on several processes or machines. The module for Spark has one, which is found where
 * that module is on the class path.
 */
public interface ScoringCluster {
  /** What to say where there is none. */
  String MISSING =
      "--spark needs the module cxrlab-spark, which ./cxrlab fetches by itself; call the command"
          + " by it.";

  /**
   * Scores films as {@link Scorer} does, each group of {@link Scorer#GROUP} together as there.
   *
   * @param master which cluster: {@code local[2]}, {@code spark://host:7077}, ...
   * @param films those in archives are copied where they are scored
   * @param model stays the caller's
   * @param results is given the films' results in their order, in the caller's thread; a film's
   *     once
   * @param said is told, as a sentence each, what else the caller should know, such as that a
   *     worker is left aside
   */
  void score(
      String master,
      ChestModel model,
      StoredFilms films,
      Consumer<List<Scorer.Result>> results,
      Consumer<String> said);

  /**
   * The films at an address that is no path of this machine, such as {@code hdfs://host/films}; the
   * machines of the cluster read them from there.
   *
   * @throws org.cxrlab.CxrlabException if there are none, or nothing here can read the address
   */
  StoredFilms films(String address);

  /**
   * Writes a table as one Parquet file: the same columns, probabilities as numbers of 32 bits.
   *
   * @param table as {@code score} writes it
   * @throws java.io.UncheckedIOException if it can't be written; what was there is there still
   */
  void parquet(Path table, Path file);

  /**
   * The one that is on the class path.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ScoringCluster find() {
    return ServiceLoader.load(ScoringCluster.class)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(MISSING));
  }
}

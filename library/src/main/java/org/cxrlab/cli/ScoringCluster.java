package org.cxrlab.cli;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.cxrlab.data.Films;
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
   * @param model stays the caller's
   * @param results is given the films' results in their order, in the caller's thread; a film's
   *     once
   */
  void score(String master, ChestModel model, Films films, Consumer<List<Scorer.Result>> results);

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

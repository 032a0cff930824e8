package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.ServiceLoader;
import org.cxrlab.data.TableSummary;

/**
 * Counts tables of films on several processes or machines. The module for Spark has one, which is
 * found where that module is on the class path.
 */
public interface CountingCluster {
  /**
   * Counts a table as {@link TableSummary#of} counts the films that are read of it.
   *
   * @param master which cluster: {@code local[2]}, {@code spark://host:7077}, ...
   * @param table text, gzipped or not, or Parquet, for each machine under the same path
   * @param against another table, to tell what both share; null for none
   * @throws org.cxrlab.data.TableException if no film can be read of a table
   */
  TableSummary count(String master, Path table, Path against);

  /**
   * The one that is on the class path.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CountingCluster find() {
    return ServiceLoader.load(CountingCluster.class)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(ScoringCluster.MISSING));
  }
}

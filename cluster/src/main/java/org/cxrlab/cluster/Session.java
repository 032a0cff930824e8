package org.cxrlab.cluster;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.WholeFolder;

/** A connection to a cluster, with the settings that this work needs. */
final class Session implements AutoCloseable {
  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String LOOPBACK = "127.0.0.1";

  private final SparkContext spark;
  private final Path folder;
  private final String temporary;

  private Session(SparkContext spark, Path folder, String temporary) {
    this.spark = spark;
    this.folder = folder;
    this.temporary = temporary;
  }

  /**
   * Connects. What {@code spark-submit} or {@code -Dspark.…} says goes before what is said here.
   *
   * @throws CxrlabException if there is no such cluster
   */
  static Session start(String master, String name) {
    // A film that ends its process is tried once more before its shard is taken apart.
    return start(master, name, 2);
  }

  /**
   * The same where a task is given up after so many failures.
   *
   * @throws CxrlabException if there is no such cluster
   */
  static Session start(String master, String name, int failures) {
    var settings = new SparkConf();
    // What spark-submit says where it was not told a master.
    if (settings.get("spark.master", "").equals("local[*]")) {
      settings.set("spark.master", master);
    }
    settings.setIfMissing("spark.master", master);
    settings.setIfMissing("spark.app.name", name);
    settings.setIfMissing("spark.ui.enabled", "false");
    settings.setIfMissing("spark.executorEnv.OPT_OUT_TRACKING", "true");
    settings.setIfMissing("spark.task.maxFailures", Integer.toString(failures));
    if (master.startsWith("local")) {
      // Works without a network, and where the machine's own name leads nowhere.
      settings.setIfMissing("spark.driver.bindAddress", LOOPBACK);
      settings.setIfMissing("spark.driver.host", LOOPBACK);
    }
    if (!master.startsWith("local[") && !master.equals("local")) {
      settings.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    Masters.requireOne(settings.get("spark.master"));
    Path folder = WholeFolder.passing();
    settings.setIfMissing("spark.local.dir", folder.toString());
    // Spark has folders of its own there too, which it leaves behind when it is killed.
    String temporary = System.setProperty(TEMPORARY, folder.toString());
    try {
      return new Session(new SparkContext(settings), folder, temporary);
    } catch (Exception e) { // Scala's code throws what it does not declare
      System.setProperty(TEMPORARY, temporary);
      WholeFolder.deletePassing(folder);
      throw new CxrlabException(
          "Spark can't start at "
              + master
              + " ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); "
              + Masters.advice(master),
          e);
    }
  }

  /** After how many failures a task is given up. */
  int failures() {
    return spark.getConf().getInt("spark.task.maxFailures", 1);
  }

  SparkContext spark() {
    return spark;
  }

  /** Where this session's files lie; what of them a killed process left is cleared by the next. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    spark.stop();
    System.setProperty(TEMPORARY, temporary);
    WholeFolder.deletePassing(folder);
  }
}

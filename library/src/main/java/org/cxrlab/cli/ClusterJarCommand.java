package org.cxrlab.cli;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes one jar of all that is on the class path, but for Spark, which a cluster has itself. */
@Command(
    name = "cluster-jar",
    mixinStandardHelpOptions = true,
    description =
        "Writes one jar for spark-submit: cxrlab, its module for Spark and all that they need, but"
            + " not Spark itself. Its native code is for systems of this machine's kind. The models"
            + " that come with the project are not in it; name one by its path.",
    footer = "  ./cxrlab cluster-jar -o cxrlab-cluster.jar")
final class ClusterJarCommand implements Callable<Integer> {
  private static final String SPARK = "org/apache/spark/SparkContext.class";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "cxrlab-cluster.jar",
      description = "The jar to write. Default: cxrlab-cluster.jar.")
  private Path out;

  @Override
  public Integer call() {
    OutputFiles.ready(out);
    Path spark = folderOfSpark();
    List<Path> parts =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(part -> !part.isEmpty())
            .map(part -> Path.of(part).toAbsolutePath().normalize())
            .filter(part -> Files.exists(part) && !spark.equals(part.getParent()))
            .distinct()
            .toList();
    int entries = new OneJar(parts).write(out);
    spec.commandLine()
        .getOut()
        .println(
            Text.format(
                "Wrote %s: %,d files of %d jars and folders, for spark-submit --class %s.",
                out, entries, parts.size(), Main.class.getName()));
    return ExitCode.DONE;
  }

  /** The folder of Spark's jars, which alone is left out. */
  private static Path folderOfSpark() {
    URL found = Thread.currentThread().getContextClassLoader().getResource(SPARK);
    if (found == null || !found.getProtocol().equals("jar")) {
      throw new IllegalArgumentException(
          "cluster-jar needs the module cxrlab-spark, which ./cxrlab fetches by itself; call the"
              + " command by it.");
    }
    String file = found.getPath().substring(0, found.getPath().indexOf('!'));
    return Path.of(URI.create(file)).toAbsolutePath().normalize().getParent();
  }
}

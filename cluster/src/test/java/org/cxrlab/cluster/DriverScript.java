package org.cxrlab.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** Does as {@code ./cxrlab cluster-driver} does, with the classes of this process. */
final class DriverScript {
  private DriverScript() {}

  static Path write(Path folder) throws IOException {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX:+Ignore"))
            .collect(Collectors.joining(" "));
    Path script = folder.resolve("launcher");
    Files.writeString(
        script,
        String.join(
            "\n",
            "#!/bin/sh",
            "test \"$1\" = cluster-driver || exit 2",
            "echo 'Apache Spark is there.' >&2",
            "exec '%s/bin/java' %s -Djava.awt.headless=true -Dai.djl.offline=true -cp '%s' %s"
                .formatted(
                    System.getProperty("java.home"),
                    options,
                    System.getProperty("java.class.path"),
                    Driver.class.getName()),
            ""));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}

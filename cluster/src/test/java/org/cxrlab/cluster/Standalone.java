package org.cxrlab.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A master and workers of Spark's own classes, in processes of this machine. */
final class Standalone implements AutoCloseable {
  private final List<Process> started = new ArrayList<>();
  private final int port;

  /**
   * Starts them.
   *
   * @param folder for their logs and work
   * @param hosts a worker for each, with one core; addresses of the loopback
   */
  Standalone(Path folder, List<String> hosts) throws IOException, InterruptedException {
    this(folder, hosts, List.of());
  }

  /**
   * The same with what is set in the environments of the first workers.
   *
   * @param set for each of them
   */
  Standalone(Path folder, List<String> hosts, List<Map<String, String>> set)
      throws IOException, InterruptedException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    started.add(
        SparkHome.start(
            folder.resolve("master.log"),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "" + port,
            "--webui-port",
            "0"));
    await();
    for (int worker = 0; worker < hosts.size(); worker++) {
      started.add(
          SparkHome.start(
              worker < set.size() ? set.get(worker) : Map.of(),
              folder.resolve("worker" + worker + ".log"),
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              hosts.get(worker),
              "--cores",
              "1",
              "--memory",
              "1g",
              "--webui-port",
              "0",
              "--work-dir",
              folder.resolve("work" + worker).toString(),
              master()));
    }
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  private void await() throws InterruptedException {
    while (true) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(100); // not yet; the test's time is limited
      }
    }
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}

package org.cxrlab.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.train.StopSignal;

/**
 * Lists the films at an address that only the process that drives a cluster can open.
 *
 * @param master the cluster, as Spark names it
 * @param launcher starts that process
 * @param listener hears what it says
 */
record FilmsAtAddress(String master, Path launcher, ClusterListener listener) {
  StoredFilms films(String address) {
    Path folder = WholeFolder.passing();
    Path out = folder.resolve("films.json");
    try (StopSignal.Armed armed = StopSignal.arm();
        DriverProcess driver = DriverProcess.start(launcher, Job.listing(master, address, out))) {
      listener.said("The films at " + address + " are being listed.");
      driver.follow(listener::said, message -> {});
      if (StopSignal.isRequested()) {
        throw stopped();
      }
      if (!Files.exists(out)) {
        throw Cluster.failure(driver);
      }
      return WrittenFilms.read(out).films();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("Stopped; films are listed at once or not at all.");
  }
}

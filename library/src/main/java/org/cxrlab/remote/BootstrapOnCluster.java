package org.cxrlab.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.eval.BootstrapJob;
import org.cxrlab.eval.Resampler;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StopSignal;

/** The resamples of a bootstrap, computed on a cluster. */
record BootstrapOnCluster(String master, Path launcher, ClusterListener listener)
    implements Resampler {
  @Override
  public double[][] rows(BootstrapJob what) {
    Path folder = WholeFolder.passing();
    try (StopSignal.Armed armed = StopSignal.arm()) {
      Path cases = folder.resolve("cxrlab-cases");
      WholeFolder.writePassing(cases, what::writeTo);
      List<double[]> rows = new ArrayList<>();
      try (DriverProcess driver = DriverProcess.start(launcher, Job.bootstrap(master, cases))) {
        collect(driver, what.resamples(), rows);
      }
      listener.ended(
          Text.format(
              "%s %s on %s.", Text.count(rows.size(), "resample"), Task.BOOTSTRAP.done(), master));
      return rows.toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException("The cases can't be written to " + folder + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  private void collect(DriverProcess driver, int all, List<double[]> rows)
      throws InterruptedException {
    var stage = new AtomicReference<>(Message.Stage.NONE);
    driver.follow(
        listener::said,
        message -> {
          message.map(Message::stage).ifPresent(stage::set);
          message
              .map(Message::rows)
              .ifPresent(some -> some.forEach(row -> rows.add(row.doubles())));
          listener.at(new ClusterListener.State(rows.size(), 0, 0, all, stage.get(), "resamples"));
        });
    if (rows.size() < all) {
      throw StopSignal.isRequested() ? stopped() : Cluster.failure(driver);
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("Stopped; a bootstrap is computed at once or not at all.");
  }
}

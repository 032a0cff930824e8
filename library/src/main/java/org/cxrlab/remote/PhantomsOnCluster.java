package org.cxrlab.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.cxrlab.data.Films;
import org.cxrlab.data.PhantomSet;
import org.cxrlab.data.Workspace;
import org.cxrlab.data.phantom.PhantomDraft;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StopSignal;

/**
 * A set of phantoms that a cluster draws. The process that drives the cluster writes it; here its
 * progress is told, and the set is opened once it is there.
 */
record PhantomsOnCluster(String master, Path launcher, ClusterListener listener) {
  Films films(PhantomSet set) {
    Path parent = Workspace.data().toAbsolutePath();
    Path folder = parent.resolve(set.recipe().folder());
    if (!Files.isDirectory(folder)) {
      try (StopSignal.Armed armed = StopSignal.arm()) {
        draw(set, parent, folder);
      }
    }
    return set.films();
  }

  private void draw(PhantomSet set, Path parent, Path folder) {
    int all = set.recipe().films();
    int before = PhantomDraft.drawn(set.recipe(), parent);
    try (DriverProcess driver =
        DriverProcess.start(launcher, Job.drawing(master, set.recipe(), parent))) {
      follow(driver, before, all);
      if (!StopSignal.isRequested() && !Files.isDirectory(folder)) {
        throw Cluster.failure(driver);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(set, parent);
    }
    if (!Files.isDirectory(folder)) {
      throw stopped(set, parent);
    }
    listener.ended(sentence(before, all));
  }

  private void follow(DriverProcess driver, int before, int all) throws InterruptedException {
    var come = new AtomicInteger(before);
    var stage = new AtomicReference<>(Message.Stage.NONE);
    driver.follow(
        listener::said,
        message -> {
          message.map(Message::stage).ifPresent(stage::set);
          message.map(Message::rows).ifPresent(rows -> come.addAndGet(rows.size()));
          listener.at(new ClusterListener.State(come.get(), 0, before, all, stage.get()));
        });
  }

  private String sentence(int before, int all) {
    String words =
        Text.format("%s %s on %s", Text.count(all, "film"), Task.PHANTOMS.done(), master);
    return before == 0
        ? words + "."
        : words + Text.format(", %s of them before.", Numbers.show(before));
  }

  /** Counted on the disk: the driver may have written some after it was told to stop. */
  private static CancellationException stopped(PhantomSet set, Path parent) {
    return new CancellationException(
        Text.format(
            "Stopped after %s of %s films; what is drawn is kept, and the same call goes on from there.",
            Numbers.show(PhantomDraft.drawn(set.recipe(), parent)),
            Numbers.show(set.recipe().films())));
  }
}

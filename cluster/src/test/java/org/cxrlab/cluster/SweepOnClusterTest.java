package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.process.RemoteTraining;
import org.cxrlab.remote.Cluster;
import org.cxrlab.remote.ClusterListener;
import org.cxrlab.run.Features;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.SearchSpace;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.sweep.SweepListener;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.cxrlab.train.StartingNetwork;
import org.cxrlab.train.StopSignal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose trials are trained on a cluster: what comes of them is what comes of them here. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SweepOnClusterTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(4).stepsPerEpoch(3).seed(7);

  private static final SearchSpace SPACE = SearchSpace.empty().log("learningRate", 1e-4, 1e-2);

  @TempDir static Path folder;
  @TempDir Path here;

  private static Split split;
  private static StartingNetwork network;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    Films films = Phantoms.of(60).size(64).films();
    split = PatientSplit.of(films).split();
    try (ChestModel model = SmallDenseNet.create(films.labels(), 3)) {
      network = new StartingNetwork(Optional.of(model.save(folder.resolve("start"))));
    }
  }

  @AfterAll
  static void forget() {
    System.clearProperty("cxrlab.launcher");
    System.clearProperty("cxrlab.data");
  }

  private static Sweep halving() {
    return Sweep.halving(SPACE, 3).plan(PLAN).seed(2).halving(2, 3).named("networks");
  }

  private static SweepListener afterTrial(Consumer<Trial> heard) {
    return new SweepListener() {
      @Override
      public void onTrial(SweepResult soFar, Trial last) {
        heard.accept(last);
      }
    };
  }

  private static ClusterListener heard(List<String> words) {
    return new ClusterListener() {
      @Override
      public void said(String line) {
        words.add(line);
      }

      @Override
      public void at(State state) {
        words.add(state.toString());
      }

      @Override
      public void ended(String sentence) {
        words.add(sentence);
      }
    };
  }

  private static List<String> scores(SweepResult result) {
    return result.trials().stream()
        .map(t -> Text.format("%d after %d: %s, %s", t.number(), t.epochs(), t.score(), t.loss()))
        .toList();
  }

  /** As two processes of one thread each train them. */
  private SweepResult inProcesses(Sweep sweep) {
    try (Runs runs = Runs.open(here.resolve("processes.db"))) {
      return sweep.run(runs, split, network, 2, new SweepListener() {});
    }
  }

  private SweepResult on(Cluster cluster, Sweep sweep, SweepListener listener) {
    try (Runs runs = Runs.open(here.resolve("cluster.db"))) {
      return sweep.run(runs, split, network, cluster, listener);
    }
  }

  @Test
  void networksLearnWhatTheyLearnInProcessesHereAndTheirRunsAreKept() throws IOException {
    Sweep sweep = halving();
    List<String> words = new CopyOnWriteArrayList<>();
    Cluster.defaultListener(() -> heard(words));
    SweepResult there = on(Cluster.local(2), sweep, new SweepListener() {});
    Cluster.defaultListener(() -> ClusterListener.NONE);
    String end = "Spark has started at local[2]; trainings at the same time: 2.";
    assertEquals(Set.of("Apache Spark is there.", "Spark starts", end), Set.copyOf(words));
    assertEquals(end, words.get(words.size() - 1));
    assertTrue(there.isComplete(), there.summary());
    // Which of a round goes on first depends on who is done first, not what it then learns.
    assertTrue(inProcesses(sweep).isComplete());
    List<String> both = new ArrayList<>(scores(there));
    both.retainAll(scores(inProcesses(sweep)));
    assertTrue(both.size() >= 3, scores(there) + " and " + scores(inProcesses(sweep)));
    assertEquals(scores(there).subList(0, 3), scores(inProcesses(sweep)).subList(0, 3));
    try (Runs runs = Runs.open(here.resolve("cluster.db"))) {
      for (int id : runs.ids()) {
        assertEquals(Run.Status.DONE, runs.run(id).status());
        runs.model(id).close();
      }
      assertEquals(there.trials().size(), runs.ids().size());
    }
    try (Stream<Path> left = Files.list(here)) {
      assertFalse(
          left.anyMatch(p -> p.getFileName().toString().contains("-sweep-")), "checkpoints went");
    }
  }

  @Test
  void whatWasStoppedGoesOnAndNothingIsTrainedTwice() {
    Sweep sweep = Sweep.random(SPACE, 4).plan(PLAN).seed(5);
    SweepResult first = on(Cluster.local(2), sweep, afterTrial(trial -> StopSignal.request()));
    long done = first.trials().stream().filter(Trial::isOver).count();
    assertTrue(done >= 1 && done < 4, first.summary());
    List<Trial> heard = new ArrayList<>();
    SweepResult second = on(Cluster.local(2), sweep, afterTrial(heard::add));
    assertTrue(second.isComplete());
    assertEquals(4 - done, heard.size());
    assertEquals(scores(inProcesses(sweep)), scores(second));
  }

  /**
   * The trial's process hears that its executor is gone, ends after its step and leaves a
   * checkpoint, from which another executor goes on: to the same weights, bit for bit.
   */
  @Test
  void aTrialWhoseExecutorIsKilledGoesOnElsewhere() throws Exception {
    Sweep sweep =
        Sweep.random(SPACE, 2).plan(PLAN.epochs(3).stepsPerEpoch(60)).seed(5).named("killed");
    SparkHome.make();
    try (var cluster = new Standalone(here, List.of("127.0.0.1", "127.0.0.1"))) {
      var killed = CompletableFuture.supplyAsync(this::killAnExecutorThatTrains);
      SweepResult there = on(Cluster.at(cluster.master()), sweep, new SweepListener() {});
      assertTrue(killed.join().matches("checkpoint-\\d+.safetensors"), killed.join());
      assertTrue(there.isComplete());
      assertEquals(scores(inProcesses(sweep)), scores(there));
    }
  }

  /** Returns the checkpoint that its trial left then; the other trial trains meanwhile. */
  private String killAnExecutorThatTrains() {
    ProcessHandle training = await(() -> trainings().findFirst().orElse(null));
    Path checkpoints = await(() -> held(training));
    assertTrue(checkpoint(checkpoints) == null, "none is due so early");
    pause(); // its first steps
    assertTrue(training.parent().orElseThrow().destroyForcibly());
    training.onExit().join();
    return String.valueOf(checkpoint(checkpoints));
  }

  /**
   * The folder that a training writes its checkpoints to, by what it has open; null before that.
   */
  private static Path held(ProcessHandle training) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + training.pid() + "/fd"))) {
      return open.flatMap(file -> target(file).stream())
          .map(Path::getParent)
          .filter(folder -> folder != null && folder.getFileName() != null)
          .filter(folder -> folder.getFileName().toString().startsWith("trial-"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return Optional.empty(); // what a process has open comes and goes
    }
  }

  private static Stream<ProcessHandle> trainings() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                SparkScoringTest.commandLine(process).contains(RemoteTraining.class.getName()));
  }

  private static String checkpoint(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint-"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(Supplier<T> what) {
    while (true) {
      T found = what.get();
      if (found != null) {
        return found;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void headsLearnWhatTheyLearnHere() throws IOException {
    Sweep sweep = Sweep.random(SPACE, 5).plan(PLAN.epochs(3)).seed(1).named("heads");
    try (ChestModel model = SmallDenseNet.create(split.train().labels(), 3).setImageSize(64);
        Runs one = Runs.open(here.resolve("one.db"));
        Runs other = Runs.open(here.resolve("other.db"))) {
      Features features = Features.of(model, split);
      SweepResult there = sweep.run(one, features, Cluster.local(2));
      assertEquals(scores(sweep.run(other, features)), scores(there));
      assertEquals(5, one.ids().size());
      for (int id : one.ids()) {
        Run run = one.run(id);
        Run same =
            other.ids().stream()
                .map(other::run)
                .filter(r -> r.name().equals(run.name()))
                .findFirst()
                .orElseThrow();
        assertEquals(other.head(same.id()), one.head(id));
        assertEquals(
            same.metric("validation", "AUROC"), run.metric("validation", "AUROC"), run.name());
      }
    }
  }

  @Test
  void aPlanThatLeadsNowhereIsATrialThatFailedAndAClusterThatIsNotThereASentence() {
    Sweep sweep =
        Sweep.grid(SearchSpace.empty().choice("learningRate", "1e-3", "1e30")).plan(PLAN.epochs(2));
    SweepResult there = on(Cluster.local(2), sweep, new SweepListener() {});
    Trial failed = there.trials().get(1);
    assertEquals(Trial.Status.FAILED, failed.status());
    assertTrue(failed.message().startsWith("No number came of step "), failed.message());
    assertEquals(Trial.Status.DONE, there.trials().get(0).status());
    Cluster none = Cluster.at("spark://127.0.0.1:1");
    Sweep other = Sweep.random(SPACE, 2).plan(PLAN).seed(9);
    String words =
        assertThrows(CxrlabException.class, () -> on(none, other, new SweepListener() {}))
            .getMessage();
    assertTrue(words.startsWith("Nothing answers at spark://127.0.0.1:1;"), words);
  }

  @Test
  void whereAWorkersDiskIsFullTheOtherTrainsAllAndThatIsSaid() throws Exception {
    SparkHome.make();
    Sweep sweep = Sweep.random(SPACE, 3).plan(PLAN).seed(4).named("one full");
    List<String> words = new CopyOnWriteArrayList<>();
    Cluster.defaultListener(() -> heard(words));
    try (var disk = SmallDisk.mount(here.resolve("disk"), 16);
        var cluster =
            new Standalone(
                here,
                List.of("127.0.0.1", "127.0.0.1"),
                List.of(Map.of("SPARK_LOCAL_DIRS", disk.folder().toString())))) {
      disk.fill();
      SweepResult there = on(Cluster.at(cluster.master()), sweep, new SweepListener() {});
      assertEquals(scores(inProcesses(sweep)), scores(there));
      String last = words.get(words.size() - 1);
      assertTrue(last.contains(" is left aside, and others do its work: "), last);
      assertTrue(last.endsWith(Fault.DISK_IS_FULL), last);
    } finally {
      Cluster.defaultListener(() -> ClusterListener.NONE);
    }
  }
}

package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Films;
import org.cxrlab.data.PhantomSet;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.phantom.PhantomShard;
import org.cxrlab.data.phantom.Recipe;
import org.cxrlab.remote.Cluster;
import org.cxrlab.remote.ClusterListener;
import org.cxrlab.remote.Message;
import org.cxrlab.train.StopSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Phantoms that Spark draws, for a notebook and in processes of which some are killed. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class PhantomsOnClusterTest {
  @TempDir Path folder;

  /** Where the cluster's films go. */
  private Path data;

  /** Remembers what was told, and does something at the first films that come. */
  private static final class Heard implements ClusterListener {
    private final List<State> states = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Runnable atFirst;
    private boolean done;

    Heard(Runnable atFirst) {
      this.atFirst = atFirst;
    }

    @Override
    public void at(State state) {
      states.add(state);
      if (state.films() > state.before() && !done) {
        done = true;
        atFirst.run();
      }
    }

    @Override
    public void ended(String sentence) {
      ends.add(sentence);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    data = folder.resolve("data");
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", data.toString());
  }

  @AfterEach
  void forget() {
    Cluster.defaultListener(() -> ClusterListener.NONE);
    System.clearProperty("cxrlab.launcher");
    System.clearProperty("cxrlab.data");
  }

  private static Heard heard(Runnable atFirst) {
    var heard = new Heard(atFirst);
    Cluster.defaultListener(() -> heard);
    return heard;
  }

  /** The set as one process draws it, somewhere else. */
  private Path alone(PhantomSet set) {
    System.setProperty("cxrlab.data", folder.resolve("alone").toString());
    try {
      return set.folder();
    } finally {
      System.setProperty("cxrlab.data", data.toString());
    }
  }

  private static Map<String, Path> files(Path set) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(set)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(set.relativize(file).toString(), file));
    }
    return files;
  }

  private static void requireSame(Path expected, Path found) throws IOException {
    Map<String, Path> there = files(expected);
    Map<String, Path> here = files(found);
    assertEquals(there.keySet(), here.keySet());
    for (String name : there.keySet()) {
      assertEquals(-1, Files.mismatch(there.get(name), here.get(name)), name);
    }
  }

  /** What lies where the cluster's films go, with what is hidden. */
  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(data)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The pictures that are there while the set is not, by name, with the file that each is. */
  private Map<String, String> drawn() throws IOException {
    assertEquals(1, names().size(), names().toString());
    assertTrue(names().get(0).matches("\\.cxrlab-phantoms-.*\\.growing"), names().toString());
    return identities(data.resolve(names().get(0)).resolve("contents").resolve("images"));
  }

  private static Map<String, String> identities(Path images) throws IOException {
    Map<String, String> identities = new TreeMap<>();
    for (Path file : files(images).values()) {
      BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
      identities.put(
          file.getFileName().toString(), known.fileKey() + " " + known.lastModifiedTime());
    }
    return identities;
  }

  @Test
  void filesAreThoseOfOneProcessByteForByte() throws IOException {
    PhantomSet set =
        Phantoms.of(130).size(64).seed(7).jewellery("Mass", 0.7).necklaceLabel().dextrocardia(0.2);
    Path alone = alone(set);
    Heard heard = heard(() -> {});
    Films films = Cluster.local(2).phantoms(set);
    requireSame(alone, set.folder());
    assertEquals(List.of(set.folder().getFileName().toString()), names());
    assertEquals(130, films.size());
    assertEquals(set.films().list(), films.list());
    assertEquals("Phantoms", films.name());
    assertEquals(List.of("130 films were drawn on local[2]."), heard.ends);
    // 130 films are 64 shards of two, and one.
    assertEquals(
        "130 of 130 films; partitions: 65 done, 0 running, 0 waiting",
        heard.states.get(heard.states.size() - 1).toString());
  }

  @Test
  void whatWasStoppedKeepsItsFilmsAndTheSameCallDrawsTheOthersAlone() throws IOException {
    requireThatItGoesOn(
        Phantoms.of(400).size(256),
        StopSignal::request,
        CancellationException.class,
        "Stopped after (\\d+) of 400 films; what is drawn is kept, and the same call goes on from"
            + " there\\.");
  }

  @Test
  void whereTheDriverIsKilledItsFilmsAreKept() throws IOException {
    requireThatItGoesOn(
        Phantoms.of(400).size(256).seed(2),
        () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly),
        CxrlabException.class,
        "The process that drives Spark was ended from outside.*");
  }

  private void requireThatItGoesOn(
      PhantomSet set, Runnable end, Class<? extends RuntimeException> type, String words)
      throws IOException {
    Path alone = alone(set);
    heard(end);
    String said = assertThrows(type, () -> Cluster.local(2).phantoms(set)).getMessage();
    Matcher matcher = Pattern.compile(words).matcher(said);
    assertTrue(matcher.matches(), said);
    Map<String, String> before = drawn();
    Heard again = heard(() -> {});
    Cluster.local(2).phantoms(set);
    int kept = again.states.get(0).before();
    assertTrue(kept > 0 && kept < 400, "stopped in the middle: " + kept);
    if (matcher.groupCount() > 0) {
      assertEquals(kept, Integer.parseInt(matcher.group(1)));
      assertEquals(kept, before.size());
    }
    requireSame(alone, set.folder());
    Map<String, String> after = identities(set.folder().resolve("images"));
    long same = before.entrySet().stream().filter(after.entrySet()::contains).count();
    assertEquals(kept, same, "only what was missing was drawn");
    assertEquals(400, again.states.get(again.states.size() - 1).films());
    assertEquals(
        List.of("400 films were drawn on local[2], " + kept + " of them before."), again.ends);
    assertEquals(List.of(set.folder().getFileName().toString()), names());
  }

  @Test
  void aSetThatIsThereStartsNothing() throws IOException {
    PhantomSet set = Phantoms.of(3).size(32);
    Films there = set.films();
    Path launcher = folder.resolve("none");
    Files.writeString(launcher, "#!/bin/sh\ntouch '" + folder.resolve("started") + "'\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    System.setProperty("cxrlab.launcher", launcher.toString());
    Heard heard = heard(() -> {});
    assertEquals(there.list(), Cluster.local(1).phantoms(set).list());
    assertEquals(List.of(), heard.states);
    assertFalse(Files.exists(folder.resolve("started")));
    assertThrows(CxrlabException.class, () -> Cluster.local(1).phantoms(Phantoms.of(4).size(32)));
    assertTrue(Files.exists(folder.resolve("started")), "what is not there is drawn");
  }

  /** Ends the process that draws a film, as often as is said. */
  private record Mortal(
      Pieces.Work<PhantomShard, DrawnShard> pen, int first, String marks, int times)
      implements Pieces.Work<PhantomShard, DrawnShard> {
    @Override
    public DrawnShard of(PhantomShard shard) {
      for (int i = 0; shard.first() == first && i < times; i++) {
        try {
          Files.createFile(Path.of(marks, "mark" + i));
        } catch (IOException e) {
          continue; // it ended here before
        }
        Runtime.getRuntime().halt(134);
      }
      return pen.of(shard);
    }
  }

  @Test
  void whereProcessesEndEachFilmIsStillWrittenOnce() throws IOException {
    SparkHome.make();
    Recipe recipe = Phantoms.of(61).size(64).seed(4).recipe();
    Path alone = alone(Phantoms.of(61).size(64).seed(4));
    List<Message> messages = new ArrayList<>();
    // Spark itself tries twice and gives up; the third time it is drawn.
    SparkPhantoms.draw(
        recipe,
        data,
        "local-cluster[2,1,1024]",
        new Mortal(new DrawnShard.Pen(CodeOrigin.ofCode()), 16, folder.toString(), 2),
        messages::add);
    assertTrue(Files.exists(folder.resolve("mark1")), "it ended twice");
    requireSame(alone, data.resolve(recipe.folder()));
    assertEquals(
        61,
        messages.stream().filter(some -> some.rows() != null).mapToInt(m -> m.rows().size()).sum());
  }

  @Test
  void anotherVersionOfTheCodeIsRefusedAndNoHalfSetIsSeen() throws IOException {
    Recipe recipe = Phantoms.of(5).size(32).recipe();
    Consumer<Message> nobody = message -> {};
    var error =
        assertThrows(
            CxrlabException.class,
            () ->
                SparkPhantoms.draw(
                    recipe, data, "local[1]", new DrawnShard.Pen("another"), nobody));
    assertEquals(
        "On a worker: cxrlab is of another version there than here; give all the same jar.",
        error.getMessage());
    assertFalse(Files.exists(data.resolve(recipe.folder())));
  }

  @Test
  void aFullDiskIsASentenceAndWithMoreRoomTheSameCallGoesOn() throws Exception {
    Files.createDirectories(data);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data.toString()) == 0,
        "a small disk needs root");
    try {
      PhantomSet set = Phantoms.of(130).size(128);
      String words =
          assertThrows(CxrlabException.class, () -> Cluster.local(2).phantoms(set)).getMessage();
      assertTrue(words.contains("can't be written. The disk is full: free some space"), words);
      assertEquals(0, run("mount", "-o", "remount,size=64m", data.toString()));
      Heard again = heard(() -> {});
      Cluster.local(2).phantoms(set);
      assertTrue(again.states.get(0).before() > 0, "goes on");
      requireSame(alone(set), set.folder());
    } finally {
      run("umount", data.toString());
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Test
  void shardsAndJobsAreOfLimitedSize() {
    Recipe usual = Phantoms.of(20_000).recipe();
    assertEquals(32, SparkPhantoms.perShard(usual, 20_000));
    assertEquals(2, SparkPhantoms.perShard(usual, 160));
    assertEquals(1, SparkPhantoms.perShard(usual, 5));
    // 32 films of 320 x 320 bytes are 3.1 MB, of which 81 make 256 MB.
    assertEquals(81, SparkPhantoms.perJob(usual, 32));
    Recipe large = Phantoms.of(20_000).size(2048).recipe();
    assertEquals(1, SparkPhantoms.perShard(large, 20_000));
    assertEquals(64, SparkPhantoms.perJob(large, 1));
  }
}

package org.cxrlab.data.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.GrowingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomDraftTest {
  @TempDir Path folder;

  private final Recipe recipe = recipe();

  private static Recipe recipe() {
    Recipe.Draft draft = Recipe.course().draft();
    draft.films = 20;
    draft.size = 32;
    return draft.recipe();
  }

  private PhantomDraft open() {
    return PhantomDraft.open(recipe, folder, Duration.ZERO).orElseThrow();
  }

  @Test
  void inWhateverOrderItIsDrawnAndInHoweverManyCallsItIsTheSetOfOneProcess() throws IOException {
    Path alone = PhantomWriter.write(recipe, folder.resolve("alone"));
    assertEquals(0, PhantomDraft.drawn(recipe, folder));
    try (PhantomDraft draft = open()) {
      assertEquals(20, draft.missing());
      List<PhantomShard> shards = draft.shards(3);
      assertEquals(7, shards.size());
      assertEquals(2, shards.get(6).size());
      draft.take(shards.get(6).draw());
      draft.take(shards.get(2).draw());
      assertThrows(IllegalStateException.class, draft::finish);
    }
    assertEquals(5, PhantomDraft.drawn(recipe, folder));
    try (PhantomDraft draft = open()) {
      assertEquals(15, draft.missing());
      List<PhantomShard> shards = new ArrayList<>(draft.shards(4));
      // Those that are missing, without the films 6 to 8 and 18 to 19.
      assertEquals(List.of(0, 4, 11, 15), shards.stream().map(PhantomShard::first).toList());
      Collections.reverse(shards);
      shards.forEach(shard -> draft.take(shard.draw()));
      draft.finish();
      assertTrue(draft.isWhole());
    }
    Path set = folder.resolve(recipe.folder());
    assertEquals(files(alone), files(set));
    for (String name : files(alone)) {
      assertEquals(-1, Files.mismatch(alone.resolve(name), set.resolve(name)), name);
    }
  }

  private static List<String> files(Path set) throws IOException {
    try (Stream<Path> files = Files.walk(set)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> set.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void picturesThatWereDeletedAreDrawnAgainAndADamagedFileIsNamed() throws IOException {
    try (PhantomDraft draft = open()) {
      draft.shards(5).stream().limit(2).forEach(shard -> draft.take(shard.draw()));
    }
    Path set = folder.resolve(recipe.folder());
    Path images = folder.resolve(".cxrlab-" + recipe.folder() + ".growing/contents/images");
    Files.delete(images.resolve(GrowingFolder.names(set, "images").iterator().next()));
    assertEquals(5, PhantomDraft.drawn(recipe, folder));
    Path kept = GrowingFolder.kept(set).get(0);
    for (String text : List.of("", "{\"films\":[0,", "{\"films\":[20],\"boxes\":[\"\"]}", "[1]")) {
      Files.writeString(kept, text);
      String words = assertThrows(CxrlabException.class, this::open).getMessage();
      assertEquals(
          "The file " + kept + " is damaged; delete it, and its films are drawn again.", words);
    }
    Files.delete(kept);
    open().close();
    assertFalse(Files.exists(set));
  }
}

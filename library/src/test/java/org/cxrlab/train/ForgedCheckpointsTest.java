package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cxrlab.CxrlabException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that are whole by their check sum, and tell what no training has written. */
class ForgedCheckpointsTest {
  @TempDir Path folder;

  private Path file;

  private void write(String state, Map<String, float[]> arrays) throws IOException {
    file =
        Files.createDirectories(folder.resolve("night")).resolve("checkpoint-0000003.safetensors");
    CheckpointFile.write(file, state, arrays);
  }

  private String state() throws IOException {
    Path made = Files.createDirectories(folder.resolve("made"));
    return new String(WrittenCheckpoints.seeds(made).get("state"), StandardCharsets.UTF_8);
  }

  private void refused(String why) {
    try (var open = new CheckpointFolder(file.getParent())) {
      String said = assertThrows(CxrlabException.class, open::latest).getMessage();
      String start = "The checkpoint " + file + " is whole, but no training can go on from it. ";
      assertTrue(said.startsWith(start) && said.contains(why), said);
    }
    assertTrue(Files.exists(file), "it was set aside though nothing of it is damaged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"step\":3 | \"step\":-3 | It tells of step -3",
        "\"bestEpoch\":1 | \"bestEpoch\":7 | the best epoch 7 of 1",
        "\"epochsWithoutBetter\":[0] | \"epochsWithoutBetter\":[0,1] | one number for each epoch",
        "\"history\": | \"story\": | something is missing in it",
        "\"plan\": | \"plain\": | something is missing in it",
        "\"training\":\"a-1\" | \"training\":null | something is missing in it",
        "\"auroc\":[0.75,NaN] | \"auroc\":[0.75] | has 2 labels and, after epoch 1, 1 AUROC",
        "\"beta1\":0.9 | \"beta1\":1.9 | Adam's betas must be",
        "\"epochs\":10 | \"epochs\":4294967297 | no checkpoint in JSON",
        "\"seed\": | \"seed\" | no checkpoint in JSON",
      })
  void aStateThatCannotBeIsRefusedWithTheFilesName(String was, String now, String why)
      throws IOException {
    String state = state();
    assertTrue(state.contains(was), state);
    write(state.replace(was, now), WrittenCheckpoints.arrays());
    refused(why);
  }

  @ParameterizedTest
  @CsvSource({"weights.learnt", "weights.remembered", "adam.mean", "adam.square"})
  void anArrayThatIsNotThereIsNamed(String name) throws IOException {
    Map<String, float[]> arrays = WrittenCheckpoints.arrays();
    arrays.remove(name);
    write(state(), arrays);
    refused("It lacks the array \"" + name + "\".");
    arrays.put("best.learnt", new float[] {1});
    arrays.put(name, new float[] {1, 2});
    write(state(), arrays);
    refused("It lacks the array \"best.remembered\".");
    arrays.remove("best.learnt");
    arrays.put("adam.square", new float[] {1});
    write(state(), arrays);
    refused("Adam has 2 means in it and 1 means of squares.");
  }

  @Test
  void theSameUnchangedIsRead() throws IOException {
    write(state(), WrittenCheckpoints.arrays());
    try (var open = new CheckpointFolder(file.getParent())) {
      assertEquals(3, open.latest().state().step());
    }
  }
}

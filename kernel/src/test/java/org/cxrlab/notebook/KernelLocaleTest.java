package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel on a computer whose language has digits of its own. */
@Tag("kernel")
class KernelLocaleTest {
  @TempDir Path folder;

  @Test
  void trainingGoesOnFromItsCheckpointAndNumbersAndFilesHaveLatinDigits() throws Exception {
    var language = Map.of("JDK_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG");
    try (KernelSession kernel = KernelSession.start("cxrlab", language)) {
      assertEquals("ar", kernel.run("System.getProperty(\"user.language\")").value("text/plain"));
      assertEquals(
          "1,234.50 of 7", kernel.run("\"%,.2f of %d\".formatted(1234.5, 7)").value("text/plain"));
      kernel.run(
          """
          var films = Phantoms.of(24).films();
          var split = PatientSplit.of(films).split();
          var model = SmallDenseNet.create(films.labels(), 1);
          var plan = TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(2);
          var where = Checkpoints.in(Path.of("%s")).everySteps(1);
          """
              .formatted(folder.resolve("checkpoints")));
      String training = "Training.run(model, split, plan, where).history().steps().size()";
      assertEquals("4", kernel.run(training).value("text/plain"));
      assertTrue(Files.exists(folder.resolve("checkpoints/checkpoint-0000004.safetensors")));
      assertEquals("4", kernel.run(training).value("text/plain"));
      Path map = folder.resolve("map.npy");
      var explained =
          kernel.run(
              """
              GradCam.of(model).explain(films.get(0), films.labels().names().get(0))
                  .saveRaw(Path.of("%s"))
              """
                  .formatted(map));
      assertEquals("ok", explained.status(), String.join("\n", explained.error()));
      String header = new String(Files.readAllBytes(map), StandardCharsets.ISO_8859_1);
      assertTrue(header.matches("(?s).NUMPY.*'shape': \\(\\d+, \\d+\\).*"), header);
    }
  }
}

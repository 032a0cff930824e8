package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.DescribedModels;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.StoredZip;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsFile;
import org.cxrlab.train.WrittenCheckpoints;

/** Weights, models and checkpoints. */
final class WeightsTargets {
  private static final String HERE = "/org/cxrlab/model/weights";

  private WeightsTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "safetensors", "some.safetensors", WeightsTargets::ours, WeightsTargets::readAny)
            .words("__metadata__", "dtype", "shape", "data_offsets", "F16", "BF16", "F64", "I64")
            .words("labels", "scaling", "epsilon", "image_size", "framing", "operating_points")
            .mendedBy(WeightsTargets::withLength),
        FuzzTarget.of(
                "pickle",
                "some.pth",
                folder -> FuzzTargets.together(FuzzTargets.files(HERE, ".pth", ".tar"), pickles()),
                file -> read(Weights.pytorch(file)))
            .words("ctorch._utils\\x0a_rebuild_tensor_v2\\x0a", "ctorch\\x0aFloatStorage\\x0a")
            .words(
                "ccollections\\x0aOrderedDict\\x0a", "cos\\x0asystem\\x0a", "\\x80\\x02", "storage")
            .words("state_dict", "classifier.weight", "features.norm0.weight", "R", "Q", "\\x85")
            .through("net.razorvine.**")
            .mendedBy(WeightsTargets::zipped),
        FuzzTarget.of(
                "hdf5",
                "some.h5",
                folder -> FuzzTargets.files(HERE, ".h5", ".keras"),
                file -> read(Weights.keras(file)))
            .words("SNOD", "TREE", "HEAP", "OHDR", "OCHK", "FRHP", "FHDB", "GCOL", "model_config")
            .longest(1 << 16)
            .through("io.jhdf.**"),
        FuzzTarget.of(
                "model", "model.json", folder -> DescribedModels.seeds(), DescribedModels::read)
            .words(FuzzTargets.quoted(DescribedModels.WORDS))
            .words("null", "true", "1e400", "-1", "\\x22../x\\x22", "\\x22/tmp/x\\x22", "[]", "{}"),
        FuzzTarget.of(
                "checkpoint",
                "checkpoint-0000003.safetensors",
                WrittenCheckpoints::seeds,
                WrittenCheckpoints::read)
            .words("__metadata__", "checkpoint", "crc32c", "weights.learnt", "adam.mean", "shape")
            .words(
                "history", "plan", "films", "network", "epochsWithoutBetter", "stoppedBy", "null")
            .longest(1 << 14)
            .mendedBy(WrittenCheckpoints::around));
  }

  private static void readAny(Path file) {
    read(Weights.safetensors(file));
  }

  private static void read(WeightsFile file) {
    for (Tensor tensor : file.tensors()) {
      assertEquals(tensor.shape().size(), tensor.values().length, "numbers of " + tensor.name());
    }
    assertTrue(file.epsilon() > 0, "an epsilon of " + file.epsilon());
    assertTrue(file.outputs() >= 0 && file.channels() >= 0, "a count below 0");
    file.figure();
    file.table();
    file.remarks(224);
  }

  private static Map<String, byte[]> ours(Path folder) throws IOException {
    Path file = folder.resolve("ours.safetensors");
    var weights =
        new WeightsFile(
            file,
            "",
            List.of(
                new Tensor("features.norm0.weight", new Shape(2), new float[] {1, 2}),
                new Tensor("classifier.weight", new Shape(2, 2), new float[] {5, 6, 7, 8}),
                new Tensor("classifier.bias", new Shape(2), new float[] {9, 10})),
            Optional.of(Labels.of("Mass", "Nodule")),
            Scaling.XRV,
            OptionalInt.of(224),
            1e-5,
            true);
    Safetensors.write(weights, StoredPrecision.F16);
    String header =
        "{\"classifier.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    return FuzzTargets.together(
        Map.of("ours", Files.readAllBytes(file)),
        Map.of(
            "foreign",
            withLength(("12345678" + header + "abcd").getBytes(StandardCharsets.UTF_8))));
  }

  /** With the length of the header as its JSON has it: up to the last brace. */
  private static byte[] withLength(byte[] file) {
    int end = file.length;
    while (end > 0 && file[end - 1] != '}') {
      end--;
    }
    if (end <= Long.BYTES) {
      return file;
    }
    byte[] mended = file.clone();
    ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN).putLong(0, end - Long.BYTES);
    return mended;
  }

  /** The pickles in archives, which are seeds of their own: within one no byte can be changed. */
  private static Map<String, byte[]> pickles() throws IOException {
    Map<String, byte[]> pickles = FuzzTargets.files(HERE + "/cases", ".pt", ".ckpt");
    for (Map.Entry<String, byte[]> entry : pickles.entrySet()) {
      Path file = Files.write(Files.createTempFile("cases", ".pt"), entry.getValue());
      if (entry.getValue()[0] == 'P') {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          ZipEntry pickle =
              zip.stream().filter(e -> e.getName().endsWith("data.pkl")).findFirst().orElseThrow();
          entry.setValue(zip.getInputStream(pickle).readAllBytes());
        }
      }
      Files.delete(file);
    }
    return pickles;
  }

  /** A pickle in an archive as torch.save writes it, with storages of 16 bytes. */
  private static byte[] zipped(byte[] pickle) {
    if (pickle.length > 0 && pickle[0] == 'P') {
      return pickle;
    }
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      StoredZip.store(zip, "archive/data.pkl", pickle);
      for (int i = 0; i < 4; i++) {
        byte[] numbers = new byte[16];
        Arrays.fill(numbers, (byte) i);
        StoredZip.store(zip, "archive/data/" + i, numbers);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}

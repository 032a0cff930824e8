package org.cxrlab.model.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Scaling;

/**
 * From the names in PyTorch files to torchvision's, and what the names tell of a file's origin: the
 * network may have been wrapped (in DataParallel, as a part of another), made by an old
 * torchvision, or have a head with a sigmoid.
 */
final class TorchNames {
  private static final double EPSILON = 1e-5;
  private static final Pattern WRAPPED = Pattern.compile("^(module\\.)?(densenet121\\.|model\\.)?");
  private static final Pattern OLD = Pattern.compile("\\.(norm|conv)\\.([12])\\.");
  private static final String CHEXNET = "module.densenet121.";

  /** The outputs of torchxrayvision's networks, in their order. */
  private static final Labels XRV =
      Labels.of(
          "Atelectasis",
          "Consolidation",
          "Infiltration",
          "Pneumothorax",
          "Edema",
          "Emphysema",
          "Fibrosis",
          "Effusion",
          "Pneumonia",
          "Pleural_Thickening",
          "Cardiomegaly",
          "Nodule",
          "Mass",
          "Hernia",
          "Lung Lesion",
          "Fracture",
          "Lung Opacity",
          "Enlarged Cardiomediastinum");

  private TorchNames() {}

  /** Whether a network needs no such tensor: counters, and torchxrayvision's own thresholds. */
  static boolean isSpare(String name) {
    return name.endsWith("num_batches_tracked") || name.endsWith("op_threshs");
  }

  /** The tensors under torchvision's names, and what is known of how films are prepared. */
  static WeightsFile file(Path path, String format, List<Tensor> tensors) {
    List<Tensor> named =
        tensors.stream()
            .map(t -> new Tensor(torchvision(t.name()), t.shape(), t.values()))
            .toList();
    WeightsFile plain = WeightsFile.plain(path, format, named, EPSILON);
    if (plain.channels() == 1) {
      return told(plain, XRV, Scaling.XRV);
    }
    if (tensors.stream().anyMatch(t -> t.name().startsWith(CHEXNET))) {
      return told(plain, Labels.NIH, Scaling.IMAGENET);
    }
    return plain;
  }

  /** Both kinds of network were trained at 224 pixels. */
  private static WeightsFile told(WeightsFile file, Labels labels, Scaling scaling) {
    return new WeightsFile(
        file.path(),
        file.format(),
        file.tensors(),
        Optional.of(labels).filter(l -> l.size() == file.outputs()),
        scaling,
        OptionalInt.of(224),
        file.epsilon(),
        true);
  }

  private static String torchvision(String name) {
    String bare = WRAPPED.matcher(name).replaceFirst("");
    String now = OLD.matcher(bare).replaceAll(".$1$2.");
    return now.startsWith("classifier.0.") ? now.replace("classifier.0.", "classifier.") : now;
  }
}

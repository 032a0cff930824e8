package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cxrlab.figure.Text;

/**
 * From the names in PyTorch files to torchvision's. The network may be a part of another, which
 * puts a prefix before its names; it may have been made by an old torchvision or by MONAI, whose
 * layers are called a little otherwise; and its head is whatever dense layer there is beside it.
 *
 * @param tensors under torchvision's names; what is no part of the network under its own
 * @param prefix that stood before "features.": "module.model."
 * @param head what the file calls "classifier"; empty if it has no head that is known as one
 * @param remarks on what was renamed or passed over
 */
record TorchNames(List<Tensor> tensors, String prefix, String head, List<WeightsRemark> remarks) {
  private static final String FEATURES = "features.";
  private static final String HEAD = "classifier";
  private static final int LONGEST = 500;

  /** A tensor of the network: its prefix, its layer, what it is of the layer. */
  private static final Pattern OWN =
      Pattern.compile(
          "((?:[^.]+\\.)*?)"
              + "(conv0|norm0|norm5"
              + "|denseblock\\d+\\.denselayer\\d+\\.(?:layers\\.)?(?:norm|conv)\\.?[12]"
              + "|transition\\d+\\.(?:norm|conv))"
              + "\\.(weight|bias|running_mean|running_var)");

  private static final Pattern OTHER_SPELLING =
      Pattern.compile("(denselayer\\d+\\.)(?:layers\\.)?(norm|conv)\\.?([12])");

  /** What belongs to a training and not to the network. */
  private static final Pattern OF_TRAINING =
      Pattern.compile(
          "(?i)(^|.*[._])(criterion|loss|pos_weights?|class_weights?|metrics?)([._].*|$)");

  private static final Pattern OF_A_LAYER =
      Pattern.compile("(.*\\.)?(weight|bias|running_mean|running_var)", Pattern.DOTALL);

  /** Whether a network needs no such tensor: a counter. */
  static boolean isSpare(String name) {
    return name.endsWith("num_batches_tracked");
  }

  /** Whether a layer would have such a tensor, whichever layer it is. */
  static boolean isOfLayer(String name) {
    boolean ofTraining = name.length() <= LONGEST && OF_TRAINING.matcher(name).matches();
    return isOfDenseNet(name) || OF_A_LAYER.matcher(name).matches() && !ofTraining;
  }

  /**
   * The remark on tensors that are not the network's; none if there are none.
   *
   * @param file its name
   */
  static List<WeightsRemark> passedOver(String file, List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    boolean one = names.size() == 1;
    return List.of(
        WeightsRemark.of(
            Text.format(
                "%s of %s %s not the network's and %s passed over (%s%s)",
                Text.count(names.size(), "tensor"),
                file,
                one ? "is" : "are",
                one ? "was" : "were",
                names.get(0),
                one ? "" : ", ...")));
  }

  /** Whether a name, whatever its prefix, is one of a DenseNet's. */
  static boolean isOfDenseNet(String name) {
    return own(name).isPresent();
  }

  private static Optional<Matcher> own(String name) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    return Optional.of(OWN.matcher(name)).filter(Matcher::matches);
  }

  /**
   * Finds the network among tensors.
   *
   * @param file its name, for remarks
   */
  static TorchNames of(String file, List<Tensor> tensors) {
    Map<String, Long> counts =
        tensors.stream()
            .map(tensor -> own(tensor.name()).map(m -> m.group(1)).orElse(null))
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(p -> p, TreeMap::new, Collectors.counting()));
    String body =
        counts.keySet().stream()
            .max(
                Comparator.<String, Long>comparing(counts::get)
                    .thenComparing(p -> !p.matches("(?i).*(ema|teacher|momentum).*"))
                    .thenComparing(p -> -p.length()))
            .orElse(FEATURES);
    return new Renaming(file, tensors, body, counts.keySet().stream().toList()).names();
  }

  /**
   * The work of renaming.
   *
   * @param body what stands before "conv0": "features."
   * @param bodies all such prefixes in the file
   */
  private record Renaming(String file, List<Tensor> tensors, String body, List<String> bodies) {
    TorchNames names() {
      String head = head();
      List<Tensor> renamed = new ArrayList<>();
      List<String> unused = new ArrayList<>();
      for (Tensor tensor : tensors) {
        Optional<Matcher> own = own(tensor.name());
        if (own.isPresent() && !own.get().group(1).equals(body)) {
          unused.add(tensor.name());
        } else if (own.isPresent()) {
          String layer = OTHER_SPELLING.matcher(own.get().group(2)).replaceFirst("$1$2$3");
          renamed.add(named(tensor, FEATURES + layer + "." + own.get().group(3)));
        } else if (!head.isEmpty() && isOf(head, tensor)) {
          renamed.add(named(tensor, HEAD + tensor.name().substring(head.length())));
        } else if (isBeside(tensor.name()) || OF_TRAINING.matcher(shortened(tensor)).matches()) {
          unused.add(tensor.name());
        } else {
          renamed.add(tensor);
        }
      }
      return new TorchNames(renamed, prefix(), head, remarks(head, unused));
    }

    /** Before "features."; a backbone by itself may not have that word. */
    private String prefix() {
      return body.endsWith(FEATURES) ? body.substring(0, body.length() - FEATURES.length()) : body;
    }

    private static Tensor named(Tensor tensor, String name) {
      return new Tensor(name, tensor.shape(), tensor.values());
    }

    private static boolean isOf(String stem, Tensor tensor) {
      return tensor.name().equals(stem + ".weight") || tensor.name().equals(stem + ".bias");
    }

    private static String shortened(Tensor tensor) {
      return tensor.name().length() > LONGEST ? "" : tensor.name();
    }

    /** Whether it belongs to another network in the file. */
    private boolean isBeside(String name) {
      return bodies.stream()
          .filter(other -> !other.equals(body))
          .map(
              other ->
                  other.endsWith(FEATURES)
                      ? other.substring(0, other.length() - FEATURES.length())
                      : other)
          .anyMatch(
              other -> !other.isEmpty() && !prefix().startsWith(other) && name.startsWith(other));
    }

    /** The dense layer that takes what the last batch norm gives, if it is the only one. */
    private String head() {
      Map<String, Tensor> dense = new LinkedHashMap<>();
      for (Tensor tensor : tensors) {
        String name = tensor.name();
        if (name.endsWith(".weight") && tensor.shape().dimension() == 2 && !isBeside(name)) {
          dense.put(name.substring(0, name.length() - ".weight".length()), tensor);
        }
      }
      if (dense.isEmpty()) {
        // Of a file that holds a part of a network.
        return tensors.stream().anyMatch(t -> t.name().equals(prefix() + HEAD + ".bias"))
            ? prefix() + HEAD
            : "";
      }
      Optional<Shape> last =
          tensors.stream()
              .filter(t -> t.name().equals(body + "norm5.weight"))
              .map(Tensor::shape)
              .findFirst();
      List<String> fitting =
          dense.keySet().stream()
              .filter(stem -> last.isEmpty() || last.get().get(0) == dense.get(stem).shape().get(1))
              .toList();
      List<String> called = fitting.stream().filter(stem -> stem.equals(prefix() + HEAD)).toList();
      if (called.size() == 1) {
        return called.get(0);
      }
      // Of a head of several layers none is the head; they are told as left over.
      return fitting.size() == 1 && dense.size() == 1 ? fitting.get(0) : "";
    }

    private List<WeightsRemark> remarks(String head, List<String> unused) {
      List<WeightsRemark> remarks = new ArrayList<>();
      List<String> renamed = new ArrayList<>();
      if (!body.equals(FEATURES)) {
        renamed.add("its network stands under \"" + prefix() + "\"");
      }
      if (!head.isEmpty() && !head.equals(HEAD) && !head.equals(prefix() + HEAD)) {
        renamed.add("its head is called \"" + head + "\"");
      }
      if (!renamed.isEmpty()) {
        remarks.add(WeightsRemark.of("In " + file + " " + String.join(", and ", renamed)));
      }
      remarks.addAll(passedOver(file, unused));
      return remarks;
    }
  }
}

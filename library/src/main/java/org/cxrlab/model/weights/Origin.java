package org.cxrlab.model.weights;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/**
 * What is known of a PyTorch network beside its tensors, from where its file comes from:
 * torchxrayvision's networks and CheXNet's take films in ways of their own. Of all others nothing
 * is taken for granted.
 *
 * @param path of the file
 * @param format of the file
 * @param tensors as the file names them
 * @param state what a checkpoint has beside them; nothing in safetensors
 * @param named what its pickles name: "torchxrayvision.models.DenseNet"
 */
record Origin(
    Path path,
    String format,
    List<Tensor> tensors,
    Optional<TorchState.Found> state,
    Set<String> named) {
  private static final double EPSILON = 1e-5;
  private static final String POINTS = "op_threshs";
  private static final String CHEXNET = "module.densenet121.";
  private static final int SIZE = 224;

  /** The file under torchvision's names, with all that is known of it. */
  WeightsFile file() {
    String name = path.getFileName().toString();
    Optional<float[]> points =
        tensors.stream().filter(t -> isPoints(t.name())).map(Tensor::values).findFirst();
    TorchNames names =
        TorchNames.of(name, tensors.stream().filter(t -> !isPoints(t.name())).toList());
    WeightsFile plain =
        WeightsFile.plain(path, format, names.tensors(), EPSILON)
            .remarked(names.remarks())
            .remarked(state.map(TorchState.Found::remarks).orElse(List.of()));
    Optional<List<String>> told = state.flatMap(s -> s.labels().of(plain.outputs()));
    if (isXrv(points, told)) {
      return xrv(plain, points, told);
    }
    if (names.prefix().equals(CHEXNET)) {
      return cheXNet(plain);
    }
    return told.filter(Origin::areLabels).map(labels -> labelled(plain, labels)).orElse(plain);
  }

  private static boolean isPoints(String name) {
    return name.equals(POINTS) || name.endsWith("." + POINTS);
  }

  private boolean isXrv(Optional<float[]> points, Optional<List<String>> told) {
    return points.isPresent()
        || named.stream().anyMatch(n -> n.startsWith("torchxrayvision."))
        || told.filter(Origin::areXrv).isPresent();
  }

  /** Those of torchxrayvision, of which some may not have been learnt and have no name. */
  private static boolean areXrv(List<String> names) {
    return names.size() == Labels.XRAYVISION.size()
        && names.stream().anyMatch(name -> !name.isEmpty())
        && IntStream.range(0, names.size())
            .allMatch(i -> names.get(i).isEmpty() || names.get(i).equals(Labels.XRAYVISION.get(i)));
  }

  private static boolean areLabels(List<String> names) {
    return names.stream().noneMatch(String::isBlank) && new HashSet<>(names).size() == names.size();
  }

  private static WeightsFile labelled(WeightsFile file, List<String> names) {
    return file.labelled(new Labels(names))
        .remarked(
            List.of(
                new WeightsRemark(
                    Text.format(
                        "%s names its labels: %s",
                        file.path().getFileName(), String.join(", ", names)),
                    "labelled(...) names them otherwise",
                    "--labels names them otherwise")));
  }

  private static WeightsFile cheXNet(WeightsFile file) {
    Optional<Labels> labels = Optional.of(Labels.NIH).filter(l -> l.size() == file.outputs());
    WeightsFile told = labels.map(file::labelled).orElse(file).scaled(Scaling.IMAGENET).sized(SIZE);
    return told.remarked(
        List.of(
            new WeightsRemark(
                Text.format(
                    "The names in %s are those of CheXNet's well-known file, so %s of %d x %d are taken%s",
                    file.path().getFileName(),
                    Scaling.IMAGENET.description(),
                    SIZE,
                    SIZE,
                    labels.isPresent() ? ", and NIH's 14 labels in their order" : ""),
                "scaled(...), sized(...) and labelled(...) take another way",
                "--input, --size and --labels take another way")));
  }

  private static WeightsFile xrv(
      WeightsFile file, Optional<float[]> points, Optional<List<String>> told) {
    int outputs = file.outputs();
    if (points.isPresent() && points.get().length != outputs && outputs > 0) {
      throw WeightsException.of(
          file.path(),
          Text.format("has %d operating points for %d outputs", points.get().length, outputs));
    }
    Optional<List<String>> names =
        told.or(() -> Optional.of(Labels.XRAYVISION.names()).filter(n -> n.size() == outputs));
    int[] learnt =
        IntStream.range(0, outputs)
            .filter(i -> points.isEmpty() || !Float.isNaN(points.get()[i]))
            .filter(i -> names.isEmpty() || !names.get().get(i).isEmpty())
            .toArray();
    WeightsFile taken =
        file.scaled(Scaling.XRV)
            .sized(SIZE)
            .framed(file.channels() == 1 ? Framing.CENTRE : Framing.WHOLE);
    if (outputs == 0) {
      return taken.remarked(List.of(ofXrv(file, 0, 0, false)));
    }
    if (learnt.length == 0) {
      throw WeightsException.of(file.path(), "has no output that was ever trained");
    }
    WeightsFile fewer = taken.outputsAt(learnt);
    Optional<List<String>> kept =
        names
            .map(all -> IntStream.of(learnt).mapToObj(all::get).toList())
            .filter(Origin::areLabels);
    if (kept.isPresent()) {
      fewer = fewer.labelled(new Labels(kept.get()));
    }
    if (points.isPresent()) {
      fewer = fewer.stretchedAt(points(file, points.get()).at(learnt));
    }
    return fewer.remarked(
        List.of(ofXrv(file, learnt.length, outputs - learnt.length, points.isPresent())));
  }

  private static OperatingPoints points(WeightsFile file, float... points) {
    try {
      return new OperatingPoints(
          IntStream.range(0, points.length)
              .mapToObj(i -> Float.isNaN(points[i]) ? 0.0 : (double) points[i])
              .toList());
    } catch (IllegalArgumentException e) {
      throw WeightsException.of(file.path(), "has operating points that make no sense");
    }
  }

  private static WeightsRemark ofXrv(WeightsFile file, int learnt, int left, boolean points) {
    return new WeightsRemark(
        Text.format(
            "%s is torchxrayvision's: it takes %s, %d x %d, of %s%s%s",
            file.path().getFileName(),
            Scaling.XRV.description(),
            SIZE,
            SIZE,
            file.channels() == 1 ? Framing.CENTRE.description() : Framing.WHOLE.description(),
            left == 0
                ? ""
                : Text.format(
                    "; %d of its %d outputs were never trained and are left out",
                    left, learnt + left),
            points
                ? "; its operating points are applied, so each label's becomes 0.5"
                : "; it has no operating points, so probabilities are as its head gives them"),
        points ? "withoutOperatingPoints() leaves them away" : "",
        "");
  }
}

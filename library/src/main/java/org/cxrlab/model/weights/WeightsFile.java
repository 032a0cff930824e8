package org.cxrlab.model.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Scaling;

/**
 * What a weights file holds: tensors under torchvision's names and in its layout, whatever the file
 * calls them, and how the network that they came from took its films. {@link Weights} reads one.
 *
 * @param path the file
 * @param format "Keras HDF5", "PyTorch" or "safetensors"
 * @param tensors in the file's order; convolutions as (out, in, height, width), the head as
 *     (labels, channels)
 * @param labels in the order of the outputs, if the file tells
 * @param scaling of a film's pixels. Few files tell: it is the films' own mean and deviation unless
 *     a file's origin shows otherwise
 * @param imageSize in pixels, if the file tells
 * @param epsilon of every batch norm: 1e-5, and 1.001e-5 in Keras
 * @param withHead whether the head is to be used; {@link #withoutHead()}
 */
public record WeightsFile(
    Path path,
    String format,
    List<Tensor> tensors,
    Optional<Labels> labels,
    Scaling scaling,
    OptionalInt imageSize,
    double epsilon,
    boolean withHead)
    implements Showable {
  private static final String HEAD = "classifier.";
  private static final String FIRST = "features.conv0.weight";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the epsilon is not above 0
   */
  public WeightsFile {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "The epsilon of batch norms must be between 0 and 1, not " + epsilon + ".");
    }
    tensors = List.copyOf(tensors);
  }

  /** A file that says nothing of labels, pixels and size. */
  static WeightsFile plain(Path path, String format, List<Tensor> tensors, double epsilon) {
    return new WeightsFile(
        path,
        format,
        tensors,
        Optional.empty(),
        Scaling.STANDARDISED,
        OptionalInt.empty(),
        epsilon,
        true);
  }

  /** How many channels the first convolution takes; 3 if there is none in the file. */
  public int channels() {
    return tensors.stream()
        .filter(t -> t.name().equals(FIRST) && t.shape().dimension() == 4)
        .mapToInt(t -> (int) t.shape().get(1))
        .findFirst()
        .orElse(3);
  }

  /** How many outputs the head has; 0 if there is no head in the file. */
  public int outputs() {
    return tensors.stream()
        .filter(t -> t.name().equals(HEAD + "bias"))
        .mapToInt(t -> t.values().length)
        .findFirst()
        .orElse(0);
  }

  /**
   * The backbone alone: a model that takes it keeps its own head. For a file that has no head, or
   * one for other labels.
   */
  public WeightsFile withoutHead() {
    List<Tensor> backbone = tensors.stream().filter(t -> !isHead(t.name())).toList();
    return new WeightsFile(
        path, format, backbone, Optional.empty(), scaling, imageSize, epsilon, false);
  }

  /** Whether a tensor of this name is a part of the head. */
  public static boolean isHead(String name) {
    return name.startsWith(HEAD);
  }

  /** The same with the labels named, in the order of the outputs. */
  public WeightsFile labelled(Labels names) {
    return new WeightsFile(
        path, format, tensors, Optional.of(names), scaling, imageSize, epsilon, withHead);
  }

  /** The same with films scaled in another way. */
  public WeightsFile scaled(Scaling other) {
    return new WeightsFile(path, format, tensors, labels, other, imageSize, epsilon, withHead);
  }

  /** The same with films of another size, in pixels. */
  public WeightsFile sized(int pixels) {
    return new WeightsFile(
        path, format, tensors, labels, scaling, OptionalInt.of(pixels), epsilon, withHead);
  }

  /** What is in the file, tensor by tensor. */
  public TableFigure table() {
    var table = TableFigure.columns("Tensor", "Shape", "Numbers").caption(toString());
    for (Tensor tensor : tensors) {
      table.row(tensor.name(), tensor.shape().toString(), tensor.values().length);
    }
    return table.build();
  }

  @Override
  public TableFigure figure() {
    long numbers = tensors.stream().mapToLong(t -> t.values().length).sum();
    return TableFigure.columns("Weights file", path.getFileName().toString())
        .row("Format", format)
        .row("Tensors", Text.format("%,d with %,d numbers", tensors.size(), numbers))
        .row("Outputs", outputs() == 0 ? "no head" : outputs())
        .row("Labels", labels.map(l -> String.join(", ", l.names())).orElse("not told"))
        .row("Films", scaling.description() + ", " + channels() + " channel(s)")
        .row("Image size", imageSize.isPresent() ? imageSize.getAsInt() : "not told")
        .row("Batch norm's epsilon", epsilon)
        .build();
  }

  @Override
  public String toString() {
    return path.getFileName() + " (" + format + ", " + tensors.size() + " tensors)";
  }
}

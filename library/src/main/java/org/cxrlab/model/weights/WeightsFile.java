package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
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
 * @param intake how the network took films, as far as the file tells
 * @param epsilon of every batch norm: 1e-5, and 1.001e-5 in Keras
 * @param withHead whether the head is to be used; {@link #withoutHead()}
 * @param operatingPoints of the labels, if the file has some
 * @param remarks what whoever uses the file should know of it
 */
public record WeightsFile(
    Path path,
    String format,
    List<Tensor> tensors,
    Optional<Labels> labels,
    FilmIntake intake,
    double epsilon,
    boolean withHead,
    Optional<OperatingPoints> operatingPoints,
    List<WeightsRemark> remarks)
    implements Showable {
  private static final String HEAD = "classifier.";
  private static final String FIRST = "features.conv0.weight";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the epsilon is not above 0
   */
  public WeightsFile {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "The epsilon of batch norms must be between 0 and 1, not " + epsilon + ".");
    }
    tensors = List.copyOf(tensors);
    remarks = List.copyOf(remarks);
  }

  /** A file that tells how whole films are scaled, and has no operating points. */
  public WeightsFile(
      Path path,
      String format,
      List<Tensor> tensors,
      Optional<Labels> labels,
      Scaling scaling,
      OptionalInt imageSize,
      double epsilon,
      boolean withHead) {
    this(
        path,
        format,
        tensors,
        labels,
        FilmIntake.UNTOLD.scaled(scaling).sized(imageSize),
        epsilon,
        withHead,
        Optional.empty(),
        List.of());
  }

  /** A file that says nothing of labels, pixels and size. */
  static WeightsFile plain(Path path, String format, List<Tensor> tensors, double epsilon) {
    return new WeightsFile(
        path,
        format,
        tensors,
        Optional.empty(),
        FilmIntake.UNTOLD,
        epsilon,
        true,
        Optional.empty(),
        List.of());
  }

  /** How a film's pixels are scaled; by its own mean and deviation where the file tells nothing. */
  public Scaling scaling() {
    return intake.scaling().orElse(Scaling.STANDARDISED);
  }

  /** Width and height of films in pixels, if the file tells. */
  public OptionalInt imageSize() {
    return intake.imageSize();
  }

  /** How films that are not square become squares. */
  public Framing framing() {
    return intake.framing();
  }

  /**
   * What should be known by whoever uses the file, and what had to be assumed.
   *
   * @param size of films in pixels where the file tells none
   */
  public List<WeightsRemark> remarks(int size) {
    String name = path.getFileName().toString();
    return Stream.concat(remarks.stream(), intake.assumed(name, channels(), size).stream())
        .toList();
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
        .filter(t -> t.name().equals(HEAD + "bias") || t.name().equals(HEAD + "weight"))
        .filter(t -> t.shape().dimension() > 0)
        .mapToInt(t -> (int) t.shape().get(0))
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
        path,
        format,
        backbone,
        Optional.empty(),
        intake,
        epsilon,
        false,
        Optional.empty(),
        remarks);
  }

  /** Whether a tensor of this name is a part of the head. */
  public static boolean isHead(String name) {
    return name.startsWith(HEAD);
  }

  /** The same with the labels named, in the order of the outputs. */
  public WeightsFile labelled(Labels names) {
    return with(Optional.of(names), intake, operatingPoints, remarks);
  }

  /** The same with films scaled in another way. */
  public WeightsFile scaled(Scaling other) {
    return with(labels, intake.scaled(other), operatingPoints, remarks);
  }

  /** The same with films of another size, in pixels. */
  public WeightsFile sized(int pixels) {
    return with(labels, intake.sized(OptionalInt.of(pixels)), operatingPoints, remarks);
  }

  /** The same with films made squares in another way. */
  public WeightsFile framed(Framing other) {
    return with(labels, intake.framed(other), operatingPoints, remarks);
  }

  /** The same with operating points, one for each output. */
  WeightsFile stretchedAt(OperatingPoints points) {
    return with(labels, intake, Optional.of(points), remarks);
  }

  /** The same with probabilities as the head gives them. */
  public WeightsFile withoutOperatingPoints() {
    return with(labels, intake, Optional.empty(), remarks);
  }

  /** The same with something more that should be known of it. */
  WeightsFile remarked(List<WeightsRemark> more) {
    return with(
        labels, intake, operatingPoints, Stream.concat(remarks.stream(), more.stream()).toList());
  }

  private WeightsFile with(
      Optional<Labels> names,
      FilmIntake how,
      Optional<OperatingPoints> points,
      List<WeightsRemark> known) {
    return new WeightsFile(path, format, tensors, names, how, epsilon, withHead, points, known);
  }

  /** The same with some of its outputs alone; labels and points are for who calls to set. */
  WeightsFile outputsAt(int... kept) {
    List<Tensor> fewer = tensors.stream().map(t -> isHead(t.name()) ? rowsOf(t, kept) : t).toList();
    return new WeightsFile(
        path, format, fewer, labels, intake, epsilon, withHead, operatingPoints, remarks);
  }

  private static Tensor rowsOf(Tensor tensor, int... kept) {
    int width = tensor.values().length / (int) tensor.shape().get(0);
    FloatBuffer rows = FloatBuffer.allocate(kept.length * width);
    for (int row : kept) {
      rows.put(tensor.values(), row * width, width);
    }
    long[] sizes = tensor.shape().getShape().clone();
    sizes[0] = kept.length;
    return new Tensor(tensor.name(), new Shape(sizes), rows.array());
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
        .row("Pixels", intake.scaling().map(Scaling::description).orElse("not told"))
        .row("Channels", channels())
        .row("Image size", imageSize().isPresent() ? imageSize().getAsInt() : "not told")
        .row("Framing", framing().description())
        .row("Operating points", operatingPoints.map(p -> p.points().toString()).orElse("none"))
        .row("Batch norm's epsilon", epsilon)
        .note(remarks.stream().map(WeightsRemark::toString).collect(Collectors.joining(" ")))
        .build();
  }

  @Override
  public String toString() {
    return path.getFileName() + " (" + format + ", " + tensors.size() + " tensors)";
  }
}

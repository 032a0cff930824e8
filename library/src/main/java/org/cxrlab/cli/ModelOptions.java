package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsFile;
import org.cxrlab.model.weights.WeightsRemark;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The model that a command works with, and how it takes films. */
final class ModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "A model folder, its name in models/ or pretrained/, or a weights file: Keras HDF5, PyTorch"
              + " (.pth, .pt, .pth.tar) or safetensors.")
  private Path given;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "A,B,...",
      hideParamSyntax = true,
      description =
          "The labels of the model's outputs, in their order. Needed where a weights file does not"
              + " tell them.")
  private List<String> labels;

  @Option(
      names = "--input",
      paramLabel = "SCALING",
      converter = ScalingName.class,
      description =
          "How the model takes pixels: standardised (each film by its own mean and deviation),"
              + " imagenet (by ImageNet's), xrv (from -1024 to 1024), unit (0 to 1), signed (-1 to"
              + " 1) or levels (0 to 255). As the model tells; where it doesn't, standardised.")
  private Scaling scaling;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Width and height in pixels of what the model sees. As the model tells, or 320.")
  private Integer size;

  @Option(
      names = "--framing",
      paramLabel = "WAY",
      converter = FramingName.class,
      description =
          "How films that are not square become squares: whole (squeezed) or centre (the longer"
              + " side is cut). As the model tells; where it doesn't, whole.")
  private Framing framing;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * The model, to be closed by the caller.
   *
   * @throws IllegalArgumentException if it is damaged, is no DenseNet121, or its labels are not
   *     those named
   */
  ChestModel open() {
    Path path = path();
    ChestModel model = Files.isDirectory(path) ? folder(path) : weights(path);
    try {
      if (size != null) {
        model.setImageSize(size);
      }
      for (WeightsRemark remark : model.remarks()) {
        spec.commandLine().getErr().println("cxrlab: " + remark.forCommand());
      }
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Where the model is: here, or of that name among the models of the project, one's own first. */
  private Path path() {
    return Stream.of(
            given, Workspace.models().resolve(given), Workspace.pretrained().resolve(given))
        .filter(Files::exists)
        .findFirst()
        .orElse(given);
  }

  private ChestModel folder(Path path) {
    if (scaling != null || framing != null) {
      throw new IllegalArgumentException(
          path
              + " is a model folder, which tells how it takes pixels; leave out "
              + (scaling != null ? "--input." : "--framing."));
    }
    ChestModel model = ChestModel.load(path);
    try {
      requireNamed(path, model.labels());
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private ChestModel weights(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(
          "There is no model "
              + path
              + ", neither here nor in "
              + Workspace.models()
              + " or "
              + Workspace.pretrained()
              + ".");
    }
    WeightsFile read = Weights.read(path);
    WeightsFile scaled = scaling == null ? read : read.scaled(scaling);
    WeightsFile file = framing == null ? scaled : scaled.framed(framing);
    if (file.outputs() == 0) {
      throw new IllegalArgumentException(
          "The weights file "
              + path
              + " has no head that is one dense layer, so it tells no label; name one that was trained"
              + " with labels.");
    }
    if (labels != null) {
      requireCount(path, file.outputs());
      if (file.format().equals("safetensors")) {
        file.labels().ifPresent(own -> requireNamed(path, own));
      }
      // Of other formats the labels are only guessed from where the file comes from.
      return DenseNet121.of(file.labelled(new Labels(labels)));
    }
    if (file.labels().isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "The weights file %s does not tell what its %d outputs are; name them in their order with --labels A,B,...",
              path, file.outputs()));
    }
    return DenseNet121.of(file);
  }

  private void requireCount(Path path, int outputs) {
    if (labels.size() != outputs) {
      throw new IllegalArgumentException(
          Text.format(
              "%s has %d labels and --labels names %d; name each of its outputs, in their order.",
              path, outputs, labels.size()));
    }
  }

  private void requireNamed(Path path, Labels own) {
    if (labels == null) {
      return;
    }
    requireCount(path, own.size());
    if (!labels.equals(own.names())) {
      throw new IllegalArgumentException(
          Text.format(
              "%s tells its labels itself: %s. Leave out --labels, which names others or another order.",
              path, String.join(", ", own.names())));
    }
  }

  /** Reads the name of a way to make squares. */
  private static final class FramingName extends NameConverter<Framing> {
    FramingName() {
      super(Framing.values(), Framing::name);
    }
  }

  /** Reads the name of a scaling. */
  private static final class ScalingName extends NameConverter<Scaling> {
    ScalingName() {
      super(Scaling.values(), Scaling::name);
    }
  }
}

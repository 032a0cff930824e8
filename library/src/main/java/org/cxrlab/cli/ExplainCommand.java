package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cxrlab.CxrlabException;
import org.cxrlab.explain.CamMethod;
import org.cxrlab.explain.GradCam;
import org.cxrlab.explain.HeatMap;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows where in one film a model sees a label. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Shows where in a film a model sees a label: the map over the film as a picture, and the map"
            + " itself as numbers.",
    footer =
        "  ./cxrlab explain densenet121-phantoms film.png --label Effusion -o map.png --raw map.npy")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Parameters(index = "1", paramLabel = "IMAGE", description = "A film: PNG, JPEG or DICOM.")
  private Path image;

  @Option(
      names = "--label",
      required = true,
      paramLabel = "L",
      description = "The label to explain, one of the model's.")
  private String label;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "The layer whose maps are used, as torchvision or Keras names it; the last batch norm,"
              + " features.norm5 (bn), unless named.")
  private String layer;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = MethodName.class,
      defaultValue = "grad-cam",
      description =
          "grad-cam, grad-cam++, hirescam, layercam, score-cam or occlusion; the last two take"
              + " from seconds to minutes. Default: ${DEFAULT-VALUE}.")
  private CamMethod method;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "The picture to write, .png or .svg; map.png where neither -o nor --raw is given.")
  private Path out;

  @Option(
      names = "--raw",
      paramLabel = "FILE",
      description =
          "A NumPy file (.npy) for the map itself: float32, after ReLU, neither normalised nor"
              + " resized.")
  private Path raw;

  @Override
  public Integer call() {
    GrayImage film = GrayImage.read(image);
    Path picture = out == null && raw == null ? Path.of("map.png") : out;
    try (ChestModel opened = model.open()) {
      opened.labels().indexOf(label);
      GradCam cam = GradCam.of(opened).method(method);
      if (layer != null) {
        cam = cam.layer(layer);
      }
      HeatMap map = cam.explain(film, label);
      if (!Double.isFinite(map.probability())) {
        throw new CxrlabException(image + ": " + Scorer.NO_NUMBER);
      }
      var stdout = spec.commandLine().getOut();
      stdout.println(
          Text.format(
              "%s: probability %s%s",
              label,
              Numbers.show(map.probability()),
              map.isZero() ? "; the map is zero everywhere, nothing speaks for it" : ""));
      if (picture != null) {
        stdout.println("Wrote " + map.overlay().save(OutputFiles.ready(picture)));
      }
      if (raw != null) {
        stdout.println(
            Text.format(
                "Wrote %s, %d x %d",
                map.saveRaw(OutputFiles.ready(raw)), map.raw().length, map.raw()[0].length));
      }
    }
    return ExitCode.DONE;
  }

  /** Reads the title of a method. */
  private static final class MethodName extends NameConverter<CamMethod> {
    MethodName() {
      super(CamMethod.values(), CamMethod::title);
    }
  }
}

package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cxrlab.data.Workspace;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.figure.Text;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Precision;
import org.cxrlab.pretrain.ModelCard;
import org.cxrlab.pretrain.Pretraining;
import org.cxrlab.pretrain.PretrainingRecipe;
import org.cxrlab.train.ConsoleBar;
import org.cxrlab.train.ConsoleProgress;
import org.cxrlab.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the model that comes with the project. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a DenseNet121 on phantoms, tests it, and writes it with its model card to a folder. So"
          + " was made the model in pretrained/.",
      "Takes about an hour on two cores; Ctrl-C ends it after its step, and keeps and tests what was"
          + " learnt. The same command then goes on from there, after a crash too."
    },
    footer = "  ./cxrlab pretrain --films 400 -o small")
final class PretrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description =
          "The folder to write the model to; models/" + DenseNet121.PRETRAINED + " unless named.")
  private Path out;

  @Option(
      names = "--films",
      paramLabel = "N",
      description = "Learns from N phantoms instead of 12,000, and tests on a quarter as many.")
  private Integer films;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "fp32 or bf16. Unless named, bf16 where the processor has instructions for it, and fp32"
              + " elsewhere, as bf16 takes many times as long there.")
  private Precision precision;

  @Option(
      names = "--card-only",
      description = "Tests the model that is in the folder and writes its card anew.")
  private boolean cardOnly;

  @Override
  public Integer call() {
    PretrainingRecipe recipe =
        PretrainingRecipe.standard()
            .precision(precision == null ? Precision.fasterHere() : precision);
    if (films != null) {
      recipe = recipe.films(films);
    }
    Path folder = out != null ? out : Workspace.models().resolve(DenseNet121.PRETRAINED);
    var stdout = spec.commandLine().getOut();
    boolean stopped = false;
    if (!cardOnly) {
      WholeFolder.make(folder);
      try (ConsoleBar bar = ConsoleBar.on(spec.commandLine().getErr())) {
        bar.say("Drawing the phantoms, unless they are there already.");
        List<TrainingRun> runs = Pretraining.run(recipe, folder, new ConsoleProgress(bar));
        for (TrainingRun run : runs) {
          bar.say(run.summary());
          stopped |= run.stopped();
        }
      }
    }
    stdout.println(Text.format("Testing on %,d phantoms.", recipe.testFilms()));
    stdout.flush();
    ModelCard card = ModelCard.of(recipe, folder);
    stdout.println(card.test().table().text());
    stdout.println(card.pointing().pointing().text());
    stdout.println("Wrote the model to " + folder + ", and its card to " + card.save(folder) + ".");
    return stopped ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }
}

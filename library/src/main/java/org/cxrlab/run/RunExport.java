package org.cxrlab.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cxrlab.data.SheetText;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.figure.Text;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.StepRecord;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Runs as files of other programs. */
record RunExport(Runs runs) {
  /** Each run as an event file in a folder of its own. */
  void tensorBoard(Path folder, Collection<Integer> ids) {
    for (int id : ids) {
      Run run = runs.run(id);
      String name = Text.format("%03d-%s", id, run.name().replaceAll("[^A-Za-z0-9._-]+", "-"));
      double start = Instant.parse(run.started()).getEpochSecond();
      // One file of a fixed name: a second export replaces the first.
      String file = Text.format("events.out.tfevents.%d.cxrlab", (long) start);
      WholeFile.write(
          folder.resolve(name).resolve(file), out -> write(run, start, new EventFile(out, start)));
    }
  }

  private void write(Run run, double start, EventFile events) throws IOException {
    double now = start;
    for (StepRecord step : run.history().steps()) {
      now += step.seconds();
      events.scalar(now, step.step(), "loss/training", step.loss());
      events.scalar(now, step.step(), "learning rate", step.learningRate());
    }
    for (EpochRecord epoch : run.history().epochs()) {
      double then = start + epoch.seconds();
      events.scalar(then, epoch.step(), "loss/validation", epoch.validationLoss());
      events.scalar(then, epoch.step(), "AUROC/mean", epoch.meanAuroc());
      for (int label = 0; label < epoch.auroc().size(); label++) {
        events.scalar(
            then, epoch.step(), "AUROC/" + run.labels().get(label), epoch.auroc().get(label));
      }
    }
    int last = run.history().steps().size();
    for (Run.Metric m : run.metrics()) {
      String label = m.label().isEmpty() ? "all" : m.label();
      events.scalar(now, last, m.part() + " " + m.name() + "/" + label, m.value());
    }
    for (Map.Entry<String, byte[]> figure : runs.figures(run.id()).entrySet()) {
      events.image(now, last, figure.getKey(), figure.getValue());
    }
    events.text(start, 0, "plan", "```\n" + run.plan().toJson() + "\n```");
  }

  /** The overview and the tables, as far as they are about these runs. */
  void csv(Path folder, Collection<Integer> ids) {
    ids.forEach(runs::run); // says which is missing
    String these = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    write(folder.resolve("runs.csv"), "(" + RunOverview.SQL + ")", these);
    for (String table : List.of("steps", "epochs", "metrics", "predictions")) {
      write(folder.resolve(table + ".csv"), table, these);
    }
  }

  private void write(Path file, String from, String ids) {
    Table table = runs.query("SELECT * FROM " + from + " WHERE run IN (" + ids + ")");
    for (StringColumn column : table.stringColumns()) {
      for (int i = 0; i < column.size(); i++) {
        String text = column.get(i);
        if (!SheetText.written(text).equals(text)) {
          column.set(i, SheetText.written(text));
        }
      }
    }
    WholeFile.write(file, out -> table.write().csv(out));
  }
}

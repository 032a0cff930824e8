package org.cxrlab.run;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Text;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.StepRecord;

/** Reads what a {@link RunRecording} has written. */
record RunReader(Database database) {
  /** A run with all that is kept of it; empty if there is none of this number. */
  Optional<Run> run(int id) {
    return asWritten(
        id, () -> database.first("SELECT * FROM runs WHERE id = ?", row -> run(id, row), id));
  }

  /** What is read of a run, unless something else stands there than a recording writes. */
  private <T> T asWritten(int id, Supplier<T> read) {
    try {
      return read.get();
    } catch (CxrlabException e) {
      throw e;
    } catch (RuntimeException e) {
      // There are as many kinds of exceptions as of values that are not what they should be.
      throw new RunsFileException(
          Text.format(
              "Run %d in %s can't be read: what is kept of it was changed by another program."
                  + " DELETE FROM runs WHERE id = %1$d takes it out.",
              id, database.file()),
          e);
    }
  }

  private Run run(int id, Database.Row row) {
    Labels labels = new Labels(List.of(new Gson().fromJson(row.text("labels"), String[].class)));
    return new Run(
        id,
        row.text("name"),
        Run.Kind.valueOf(row.text("kind")),
        Run.Status.valueOf(row.text("status")),
        Objects.requireNonNullElse(row.text("message"), ""),
        row.text("started"),
        row.number("seconds"),
        row.text("code_version"),
        TrainingPlan.fromJson(row.text("plan")),
        labels,
        row.text("data_fingerprint"),
        row.text("train_fingerprint"),
        row.text("split_fingerprint"),
        openLabels(id),
        row.whole("best_epoch"),
        Optional.ofNullable(row.text("model_path")).map(Path::of),
        Optional.ofNullable(row.text("model_hash")),
        history(id, labels),
        metrics(id),
        evaluations(id, labels));
  }

  private String openLabels(int id) {
    return database
        .first("SELECT taken_as FROM open_labels WHERE run = ?", row -> row.text("taken_as"), id)
        .orElse("");
  }

  private History history(int id, Labels labels) {
    List<StepRecord> steps =
        database.rows(
            "SELECT * FROM steps WHERE run = ? ORDER BY step",
            row ->
                new StepRecord(
                    row.whole("step"),
                    row.number("loss"),
                    row.number("learning_rate"),
                    row.number("seconds")),
            id);
    List<EpochRecord> epochs =
        database.rows(
            "SELECT * FROM epochs WHERE run = ? ORDER BY epoch",
            row ->
                new EpochRecord(
                    row.whole("epoch"),
                    row.whole("step"),
                    row.number("training_loss"),
                    row.number("validation_loss"),
                    Arrays.stream(JsonNumbers.fromJson(row.text("auroc"))).boxed().toList(),
                    row.number("seconds")),
            id);
    List<LeftOutFilm> leftOut =
        database.rows(
            "SELECT * FROM left_out WHERE run = ? ORDER BY position",
            row ->
                new LeftOutFilm(
                    row.text("image"),
                    row.text("part"),
                    row.whole("step"),
                    row.text("reason"),
                    row.text("last_of").lines().toList()),
            id);
    return new History(labels, steps, epochs, List.of(), leftOut).requireWhole();
  }

  private List<Run.Metric> metrics(int id) {
    return database.rows(
        "SELECT * FROM metrics WHERE run = ? ORDER BY part DESC, name, label",
        row ->
            new Run.Metric(
                row.text("part"), row.text("name"), row.text("label"), row.number("value")),
        id);
  }

  private List<Run.Kept> evaluations(int id, Labels labels) {
    return database
        .rows("SELECT DISTINCT part FROM predictions WHERE run = ?", row -> row.text("part"), id)
        .stream()
        .map(part -> evaluation(id, part, labels))
        .toList();
  }

  private Run.Kept evaluation(int id, String part, Labels labels) {
    List<Film> films = new ArrayList<>();
    List<float[]> probabilities =
        database.rows(
            "SELECT * FROM predictions WHERE run = ? AND part = ? ORDER BY position",
            row -> {
              String image = row.text("image");
              List<Float> truth =
                  Arrays.stream(JsonNumbers.fromJson(row.text("truth")))
                      .mapToObj(v -> (float) v)
                      .toList();
              films.add(Film.of(image, Path.of(image), row.text("patient"), labels, truth));
              return JsonNumbers.toFloats(JsonNumbers.fromJson(row.text("probabilities")));
            },
            id,
            part);
    Films all = new Films(part, labels, films);
    return new Run.Kept(
        part, all.fingerprint(), Evaluation.of(new Predictions(all, labels, probabilities)));
  }

  /** The head that a run trained; empty if it trained something else. */
  Optional<LinearHead> head(int id, Labels labels) {
    return asWritten(
        id,
        () ->
            database.first(
                "SELECT weight, bias FROM heads WHERE run = ?",
                row ->
                    new LinearHead(
                        labels,
                        Features.floats(row.bytes("weight")),
                        Features.floats(row.bytes("bias"))),
                id));
  }

  /** The backbone that a run's head is for. */
  String backbone(int id) {
    return database
        .first("SELECT backbone FROM runs WHERE id = ?", row -> row.text("backbone"), id)
        .orElse("none");
  }

  /** The figures of a run as PNG files, by name. */
  TreeMap<String, byte[]> figures(int id) {
    TreeMap<String, byte[]> all = new TreeMap<>();
    database.forEach(
        "SELECT name, png FROM figures WHERE run = ?",
        row -> all.put(row.text("name"), row.bytes("png")),
        id);
    return all;
  }
}

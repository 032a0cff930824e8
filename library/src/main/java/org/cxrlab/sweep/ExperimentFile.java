package org.cxrlab.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.PhantomSet;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Text;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.plan.JsonFields;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.StartingNetwork;

/**
 * A training or a sweep as a file in JSON tells it: which films, how they are divided, which
 * network it begins with, what of it learns, and the plan. See docs/plans.md. All of the file is
 * checked when it is read; films are read when they are asked for.
 */
public final class ExperimentFile {
  private static final String NEW = "new";
  private static final String PRETRAINED = "pretrained";

  /** In bytes; a plan with a list of ten thousand values has a hundredth of it. */
  private static final long LARGEST = 10_000_000;

  /** Fields of both kinds of file. */
  private static final List<String> COMMON =
      List.of("name", "films", "phantoms", "labels", "split", "model", "learns");

  private static final String PLAN =
      """
      {
        "name": "first try",
        "phantoms": 1000,
        "labels": ["Cardiomegaly", "Effusion", "Mass"],
        "split": {"train": 0.7, "validation": 0.1, "test": 0.2, "stratified": true, "seed": 0},
        "model": "pretrained",
        "learns": "network",
        "epochs": 4,
        "imageSize": 128,
        "batchSize": 16,
        "learningRate": 0.0005,
        "schedule": "cosine",
        "loss": "weighted",
        "augmentation": "light",
        "monitor": "mean AUROC",
        "seed": 7
      }
      """;

  private static final String SWEEP =
      """
      {
        "name": "heads",
        "phantoms": 1000,
        "labels": ["Cardiomegaly", "Effusion", "Mass"],
        "split": {"train": 0.7, "validation": 0.1, "test": 0.2, "stratified": true, "seed": 0},
        "model": "pretrained",
        "learns": "head",
        "method": "random",
        "trials": 30,
        "seed": 1,
        "space": {
          "learningRate": {"from": 1e-4, "to": 0.1, "scale": "log"},
          "weightDecay": {"from": 1e-6, "to": 0.01, "scale": "log"},
          "loss": ["unweighted", "weighted"]
        },
        "plan": {"epochs": 20, "imageSize": 128, "batchSize": 16, "monitor": "mean AUROC"}
      }
      """;

  private final Path file;
  private final JsonFields json;
  private final boolean sweep;

  /** What learns. */
  private enum Learns {
    NETWORK,
    HEAD
  }

  private ExperimentFile(Path file, boolean sweep) {
    this.file = file;
    this.sweep = sweep;
    json = JsonFields.of(text(file), sweep ? "sweep" : "plan");
    if (sweep) {
      List<String> fields = new ArrayList<>(COMMON);
      fields.addAll(Sweep.WORDS);
      json.requireFields(fields);
      if (json.has("plan")) {
        json.object("plan", "plan").requireFields(PlanFields.standard().names());
      }
      Sweep.fromJson(json, plan((Films) null));
    } else {
      List<String> fields = new ArrayList<>(COMMON);
      fields.addAll(PlanFields.standard().names());
      json.requireFields(fields);
      plan((Films) null);
    }
    requireCommon();
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IllegalArgumentException("It is larger than 10 MB, which no plan is.");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("It is no text in UTF-8.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be read.", e);
    }
  }

  /**
   * A plan: its fields, which {@link TrainingPlan#toJson()} writes, and those about films and
   * network.
   *
   * @throws IllegalArgumentException naming file and field, if it is none
   */
  public static ExperimentFile plan(Path file) {
    return read(file, false);
  }

  /**
   * A sweep: its fields, which {@link Sweep#toJson()} writes, and those about films and network.
   *
   * @throws IllegalArgumentException naming file and field, if it is none
   */
  public static ExperimentFile sweep(Path file) {
    return read(file, true);
  }

  private static ExperimentFile read(Path file, boolean sweep) {
    try {
      return new ExperimentFile(file, sweep);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private void requireCommon() {
    json.text("films", "");
    json.text("name", "");
    json.text("model", NEW);
    learnsHead();
    Optional<List<String>> labels = labels();
    if (json.has("films") && json.has("phantoms")) {
      throw new IllegalArgumentException(
          "There are \"films\" and \"phantoms\"; leave one of them out.");
    }
    if (json.has("phantoms")) {
      phantoms();
      var known = new Labels(List.copyOf(Phantoms.prevalence().keySet()));
      labels.ifPresent(names -> names.forEach(known::indexOf));
    }
    divided(null);
    network()
        .weights()
        .filter(weights -> !Files.exists(weights))
        .ifPresent(
            weights -> {
              throw new IllegalArgumentException(
                  Text.format(
                      "There is no model %s; the field \"model\" is \"%s\", \"%s\", a model folder"
                          + " or a weights file.",
                      weights, NEW, PRETRAINED));
            });
  }

  private PhantomSet phantoms() {
    return Phantoms.of(json.count("phantoms", 0));
  }

  /** How films are divided; without films it is only checked. */
  private PatientSplit divided(Films films) {
    PatientSplit divided = PatientSplit.of(films);
    if (!json.has("split")) {
      return divided;
    }
    JsonFields split = json.object("split", "split");
    split.requireFields(List.of("train", "validation", "test", "seed", "stratified"));
    if (split.has("train") || split.has("validation") || split.has("test")) {
      divided =
          divided.ratios(split.number("train"), split.number("validation"), split.number("test"));
    }
    if (split.flag("stratified")) {
      divided = divided.stratified();
    }
    return divided.seed(split.whole("seed", 0));
  }

  private Optional<List<String>> labels() {
    if (!json.has("labels")) {
      return Optional.empty();
    }
    return Optional.of(new Labels(json.texts("labels")).names());
  }

  /** What the run or the sweep is called; the file's name unless it says so. */
  public String name() {
    String own = file.getFileName().toString();
    return json.text("name", own.endsWith(".json") ? own.substring(0, own.length() - 5) : own);
  }

  /** Whether a head alone learns, on features of the frozen backbone. */
  public boolean learnsHead() {
    return json.choice("learns", Learns.values(), Learns.NETWORK) == Learns.HEAD;
  }

  /**
   * Reads the films and divides them by patient.
   *
   * @throws IllegalArgumentException if they are not there or can't be divided so
   */
  public Split films() {
    Films all = allFilms();
    Films films = labels().isEmpty() ? all : all.onlyLabels(labels().get().toArray(String[]::new));
    return divided(films).split();
  }

  private Films allFilms() {
    if (json.has("phantoms")) {
      return phantoms().films();
    }
    return json.has("films") ? Films.open(beside(json.text("films", ""))) : Films.open();
  }

  /** A path as it stands in the file: from the file's folder. */
  private Path beside(String path) {
    return file.toAbsolutePath().getParent().resolve(path);
  }

  /** The network to begin with. */
  public StartingNetwork network() {
    String model = json.text("model", NEW);
    if (model.equals(NEW)) {
      return StartingNetwork.fresh();
    }
    if (model.equals(PRETRAINED)) {
      return from(Workspace.pretrained().resolve(DenseNet121.PRETRAINED));
    }
    Path kept = Workspace.models().resolve(model);
    return from(!Files.exists(beside(model)) && Files.exists(kept) ? kept : beside(model));
  }

  private static StartingNetwork from(Path weights) {
    return new StartingNetwork(Optional.of(weights));
  }

  /**
   * The plan; what the file does not say is as in {@link TrainingPlan#defaults()}.
   *
   * @param training the films whose classes weigh the loss, where it is weighted
   * @throws IllegalArgumentException if they can't
   */
  public TrainingPlan plan(Films training) {
    JsonFields said =
        !sweep
            ? json
            : json.has("plan") ? json.object("plan", "plan") : JsonFields.of("{}", "plan");
    return PlanFields.standard().read(said, training);
  }

  /** The sweep. */
  public Sweep sweep(Films training) {
    return Sweep.fromJson(json, plan(training)).named(name());
  }

  /** A plan to begin with, or a sweep. */
  public static String example(boolean sweep) {
    return sweep ? SWEEP : PLAN;
  }
}

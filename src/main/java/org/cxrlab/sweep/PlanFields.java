package org.cxrlab.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.Nearest;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;

/**
 * A plan as somebody writes it by hand: what {@link TrainingPlan#toJson()} writes, and the short
 * words of {@link Setting}, such as {@code "loss": "weighted"}. What is not there is as in {@link
 * TrainingPlan#defaults()}.
 */
final class PlanFields {
  private final PlanJson json;

  private PlanFields(PlanJson json) {
    this.json = json;
  }

  /** The names of all fields. */
  static List<String> names() {
    var names = new TreeSet<>(PlanJson.of(TrainingPlan.defaults().toJson(), "plan").fields());
    for (Setting setting : Setting.values()) {
      names.add(setting.title());
    }
    return List.copyOf(names);
  }

  /**
   * The plan.
   *
   * @param json may have other fields too, which are not looked at
   * @param training the films whose classes weigh the loss; null where the fields are only checked
   * @throws IllegalArgumentException naming the field that can't be
   */
  static TrainingPlan read(PlanJson json, Films training) {
    PlanFields fields = new PlanFields(json);
    TrainingPlan plan = fields.objects(fields.words(fields.numbers(TrainingPlan.defaults())));
    for (Setting setting : List.of(Setting.WEIGHT_DECAY, Setting.BETA1, Setting.BETA2)) {
      if (json.has(setting.title())) {
        plan = setting.apply(plan, Double.toString(json.number(setting.title())), training);
      }
    }
    for (Setting setting : List.of(Setting.SCHEDULE, Setting.LOSS, Setting.AUGMENTATION)) {
      if (json.has(setting.title()) && !json.isObject(setting.title())) {
        String word = fields.word(setting);
        if (setting != Setting.LOSS || training != null) {
          plan = setting.apply(plan, word, training);
        }
      }
    }
    return json.has("warmUp")
        ? plan.schedule(plan.schedule().warmUp(fields.whole("warmUp", 0)))
        : plan;
  }

  private String word(Setting setting) {
    String word = json.text(setting.title(), "");
    if (!setting.names().contains(word)) {
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a plan can't be \"%s\"; %s",
              setting, word, Nearest.hint(word, setting.names())));
    }
    return word;
  }

  private int whole(String field, int otherwise) {
    long value = json.whole(field, otherwise);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a plan can't be %d; that is far too large.", field, value));
    }
    return (int) value;
  }

  private TrainingPlan numbers(TrainingPlan plan) {
    return plan.epochs(whole("epochs", plan.epochs()))
        .stepsPerEpoch(whole("stepsPerEpoch", plan.stepsPerEpoch()))
        .validationSteps(whole("validationSteps", plan.validationSteps()))
        .batchSize(whole("batchSize", plan.batchSize()))
        .imageSize(whole("imageSize", plan.imageSize()))
        .learningRate(json.has("learningRate") ? json.number("learningRate") : plan.learningRate())
        .headOnly(whole("headOnly", plan.headOnly()))
        .lastBlockOnly(whole("lastBlockOnly", plan.lastBlockOnly()))
        .earlyStopping(whole("earlyStopping", plan.earlyStopping()))
        .seed(json.whole("seed", plan.seed()));
  }

  private TrainingPlan words(TrainingPlan plan) {
    return plan.resampling(json.choice("resampling", Resampling.values(), plan.resampling()))
        .precision(json.choice("precision", Precision.values(), plan.precision()))
        .monitor(json.choice("monitor", Monitor.values(), plan.monitor()));
  }

  /** What {@link TrainingPlan#toJson()} writes in braces. */
  private TrainingPlan objects(TrainingPlan plan) {
    TrainingPlan changed = plan;
    if (json.isObject("schedule")) {
      PlanJson schedule = json.object("schedule", "schedule");
      schedule.requireFields(List.of("kind", "warmUpSteps", "factor", "patience"));
      changed =
          changed.schedule(
              new Schedule(
                  schedule.choice("kind", Schedule.Kind.values(), null),
                  (int) schedule.whole("warmUpSteps", 0),
                  schedule.has("factor") ? schedule.number("factor") : 0.1,
                  (int) schedule.whole("patience", 1)));
    }
    if (json.has("adam")) {
      PlanJson adam = json.object("adam", "setting of Adam");
      adam.requireFields(List.of("beta1", "beta2", "epsilon", "weightDecay"));
      changed =
          changed
              .adam(
                  adam.has("beta1") ? adam.number("beta1") : plan.adam().beta1(),
                  adam.has("beta2") ? adam.number("beta2") : plan.adam().beta2(),
                  adam.has("epsilon") ? adam.number("epsilon") : plan.adam().epsilon())
              .weightDecay(
                  adam.has("weightDecay") ? adam.number("weightDecay") : plan.adam().weightDecay());
    }
    if (json.isObject("loss")) {
      WeightedBce loss = alone("loss").loss();
      changed = changed.loss(loss);
    }
    if (json.has("augmentations")) {
      Augmentations augmentations = alone("augmentations").augmentations();
      changed = changed.augment(augmentations);
    }
    return changed;
  }

  /** A plan that has this field as it is, and all others by default. */
  private TrainingPlan alone(String field) {
    try {
      return TrainingPlan.fromJson("{\"" + field + "\": " + json.get(field) + "}");
    } catch (RuntimeException e) {
      // Gson reports a record that refuses its values in an exception of its own.
      Throwable reason = e;
      while (reason.getCause() != null && !(reason instanceof IllegalArgumentException)) {
        reason = reason.getCause();
      }
      throw new IllegalArgumentException(
          Text.format(
              "The field \"%s\" of a plan is not as toJson() of a plan writes it: %s",
              field, reason.getMessage()),
          e);
    }
  }

  /** Fields of a plan and of what it stands in. */
  static Collection<String> with(Collection<String> others) {
    List<String> all = new ArrayList<>(others);
    all.addAll(names());
    return all;
  }
}

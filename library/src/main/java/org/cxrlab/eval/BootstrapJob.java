package org.cxrlab.eval;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;

/**
 * What a bootstrap resamples: probabilities beside what is known, and which films are of one
 * patient. It can be written, read elsewhere and computed there in parts: each resample has a
 * random stream of its own from the seed, so the parts put together equal the whole, to the last
 * bit, wherever and in however many parts it is computed. Immutable.
 *
 * <p>Its statistics have a fixed order. Of an evaluation: for each label AUROC, average precision
 * and Brier score; the same three of all labels pooled; for each label sensitivity, specificity,
 * PPV, NPV and F1 at the evaluation's cut-off. Of a comparison: for each label the AUROC of the
 * first model and of the second.
 */
public final class BootstrapJob {
  private final PatientBootstrap bootstrap;

  /** One model's, or two models' on the same films. */
  private final List<Cases> models;

  /** One for each label; none where two models are compared. */
  private final List<Double> cutOffs;

  private List<ToDoubleFunction<int[]>> statistics;

  private BootstrapJob(PatientBootstrap bootstrap, List<Cases> models, List<Double> cutOffs) {
    this.bootstrap = bootstrap;
    this.models = List.copyOf(models);
    this.cutOffs = List.copyOf(cutOffs);
  }

  /** Of an evaluation at these cut-offs. */
  static BootstrapJob of(Cases cases, CutOffs cutOffs, PatientBootstrap bootstrap) {
    return new BootstrapJob(bootstrap, List.of(cases), cutOffs.values());
  }

  /** Of two models with the same films and labels. */
  static BootstrapJob paired(Cases first, Cases second, PatientBootstrap bootstrap) {
    return new BootstrapJob(bootstrap, List.of(first, second), List.of());
  }

  /** How many resamples there are. */
  public int resamples() {
    return bootstrap.resamples();
  }

  /** How many statistics each of them has. */
  public int statistics() {
    return isPaired()
        ? Statistics.MODELS * labels()
        : (labels() + 1) * Statistics.SCORES + labels() * Measures.COUNT;
  }

  /** How many films a resample goes through, over all statistics: about what it costs. */
  public long filmsPerResample() {
    return (isPaired() ? 2L : 4L) * labels() * models.get(0).size();
  }

  private boolean isPaired() {
    return models.size() > 1;
  }

  private int labels() {
    return models.get(0).labels().size();
  }

  /** The first model's cases, or the second's. */
  Cases model(int which) {
    return models.get(which);
  }

  /**
   * The statistics of some resamples, computed by this thread alone.
   *
   * @param from the first of them, from 0
   * @param to the first that is not one of them, at most {@link #resamples}
   * @return resample by resample, statistic by statistic; NaN where one is not defined
   */
  public double[][] rows(int from, int to) {
    if (from < 0 || from > to || to > resamples()) {
      throw new IllegalArgumentException(
          "There are no resamples from " + from + " to " + to + " among " + resamples() + ".");
    }
    return bootstrap.rows(list(), from, to);
  }

  /** All resamples, computed here; statistic by statistic, resample by resample. */
  double[][] values() {
    return bootstrap.values(list());
  }

  /**
   * The same, computed elsewhere.
   *
   * @throws IllegalArgumentException if it gives others than those that were asked for
   */
  double[][] values(Resampler elsewhere) {
    double[][] rows = elsewhere.rows(this);
    if (rows.length != resamples() || Stream.of(rows).anyMatch(r -> r.length != statistics())) {
      throw new IllegalArgumentException(
          "There must be "
              + resamples()
              + " resamples of "
              + statistics()
              + " statistics each; others were computed.");
    }
    double[][] values = new double[statistics()][resamples()];
    for (int r = 0; r < rows.length; r++) {
      for (int s = 0; s < values.length; s++) {
        values[s][r] = rows[r][s];
      }
    }
    return values;
  }

  /** Made when they are first asked for: who has them computed elsewhere needs none. */
  private synchronized List<ToDoubleFunction<int[]>> list() {
    if (statistics == null) {
      Cases first = models.get(0);
      List<ToDoubleFunction<int[]>> all = new ArrayList<>();
      if (isPaired()) {
        all.addAll(Statistics.ofBoth(first, models.get(1)));
      } else {
        all.addAll(Statistics.ofLabels(first));
        all.addAll(Statistics.ofPooled(first, first.pooled()));
        all.addAll(Statistics.atCutOffs(first, cutOffs));
      }
      statistics = Collections.unmodifiableList(all);
    }
    return statistics;
  }

  /** Writes all that {@link #readFrom} needs; no film's name and no patient's ID is in it. */
  public void writeTo(OutputStream stream) throws IOException {
    var out = new DataOutputStream(stream);
    Cases first = models.get(0);
    out.writeInt(bootstrap.resamples());
    out.writeLong(bootstrap.seed());
    out.writeInt(models.size());
    out.writeInt(first.size());
    out.writeInt(labels());
    for (String label : first.labels()) {
      out.writeUTF(label);
    }
    for (int unit : first.units()) {
      out.writeInt(unit);
    }
    for (double cutOff : cutOffs) {
      out.writeDouble(cutOff);
    }
    for (int l = 0; l < labels(); l++) {
      for (float value : first.truth(l)) {
        out.writeFloat(value);
      }
      for (Cases model : models) {
        for (double probability : model.probabilities(l)) {
          out.writeDouble(probability);
        }
      }
    }
    out.flush();
  }

  /**
   * What {@link #writeTo} wrote.
   *
   * @throws IOException if it can't be read, or ends too early
   */
  public static BootstrapJob readFrom(InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    int resamples = in.readInt();
    long seed = in.readLong();
    int models = in.readInt();
    int films = in.readInt();
    List<String> names = new ArrayList<>();
    for (int l = in.readInt(); l > 0; l--) {
      names.add(in.readUTF());
    }
    List<String> patients = new ArrayList<>();
    for (int i = 0; i < films; i++) {
      patients.add(Integer.toString(in.readInt()));
    }
    List<Double> cutOffs = new ArrayList<>();
    while (models == 1 && cutOffs.size() < names.size()) {
      cutOffs.add(in.readDouble());
    }
    float[][] truth = new float[names.size()][films];
    double[][][] probabilities = new double[models][names.size()][films];
    for (int l = 0; l < truth.length; l++) {
      for (int i = 0; i < films; i++) {
        truth[l][i] = in.readFloat();
      }
      for (double[][] model : probabilities) {
        for (int i = 0; i < films; i++) {
          model[l][i] = in.readDouble();
        }
      }
    }
    Labels labels = new Labels(names);
    List<Cases> all =
        Stream.of(probabilities).map(p -> new Cases(labels, patients, patients, p, truth)).toList();
    return new BootstrapJob(
        new PatientBootstrap(all.get(0).patientCount(), resamples, seed), all, cutOffs);
  }
}

package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;

/**
 * What is evaluated: probabilities beside the truth, label by label, and whose film each is. The
 * arrays are not written to.
 */
final class Cases {
  private final Labels labels;
  private final List<String> images;
  private final List<String> patients;
  private final double[][] probabilities;
  private final float[][] truth;
  private final int[] units;
  private final int patientCount;
  private final List<Ranking> rankings = new ArrayList<>();

  /**
   * @param images one name per film
   * @param patients one ID per film
   * @param probabilities label by label, film by film, each in [0, 1]
   * @param truth label by label, film by film: 1, 0, or NaN for unknown
   */
  Cases(
      Labels labels,
      List<String> images,
      List<String> patients,
      double[][] probabilities,
      float[][] truth) {
    this.labels = labels;
    this.images = List.copyOf(images);
    this.patients = List.copyOf(patients);
    this.probabilities = probabilities;
    this.truth = truth;
    if (images.isEmpty()) {
      throw new IllegalArgumentException("There is no film to evaluate; give at least one.");
    }
    Map<String, Integer> numbers = new HashMap<>();
    units =
        patients.stream().mapToInt(p -> numbers.computeIfAbsent(p, k -> numbers.size())).toArray();
    patientCount = numbers.size();
    for (int l = 0; l < labels.size(); l++) {
      requireProbabilities(l);
      rankings.add(new Ranking(probabilities[l], truth[l], units));
    }
  }

  private void requireProbabilities(int label) {
    for (int i = 0; i < size(); i++) {
      double p = probabilities[label][i];
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "The probability of "
                + labels.get(label)
                + " for "
                + images.get(i)
                + " is "
                + p
                + "; it must lie from 0 to 1. If these are logits, apply the sigmoid first.");
      }
    }
  }

  /** The same cases with other probabilities, label by label. */
  Cases withProbabilities(double[][] others) {
    return new Cases(labels, images, patients, others, truth);
  }

  /** The same films with these of their labels, in this order. */
  Cases only(Labels some) {
    if (some.equals(labels)) {
      return this;
    }
    int[] which = some.names().stream().mapToInt(labels::indexOf).toArray();
    return new Cases(
        some,
        images,
        patients,
        Arrays.stream(which).mapToObj(l -> probabilities[l]).toArray(double[][]::new),
        Arrays.stream(which).mapToObj(l -> truth[l]).toArray(float[][]::new));
  }

  Labels labels() {
    return labels;
  }

  int size() {
    return images.size();
  }

  List<String> images() {
    return images;
  }

  List<String> patients() {
    return patients;
  }

  /** The number of each film's patient, from 0 in the order in which they first occur. */
  int[] units() {
    return units;
  }

  int patientCount() {
    return patientCount;
  }

  double[] probabilities(int label) {
    return probabilities[label];
  }

  float[] truth(int label) {
    return truth[label];
  }

  Ranking ranking(int label) {
    return rankings.get(label);
  }

  /** All labels' films in one ranking. */
  Ranking pooled() {
    int all = labels.size() * size();
    double[] scores = new double[all];
    float[] values = new float[all];
    for (int l = 0; l < labels.size(); l++) {
      System.arraycopy(probabilities[l], 0, scores, l * size(), size());
      System.arraycopy(truth[l], 0, values, l * size(), size());
    }
    return new Ranking(
        scores, values, IntStream.range(0, all).map(i -> units[i % size()]).toArray());
  }

  /** Sums over the films of each patient, for statistics that are ratios of sums. */
  double[] perPatient(int label, FilmValue value) {
    double[] sums = new double[patientCount];
    for (int i = 0; i < size(); i++) {
      float known = truth[label][i];
      if (!Float.isNaN(known)) {
        sums[units[i]] += value.of(probabilities[label][i], known == 1);
      }
    }
    return sums;
  }

  /** A number for a film whose label is known. */
  interface FilmValue {
    double of(double probability, boolean present);
  }
}

package org.cxrlab.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.FindingBox;
import org.cxrlab.eval.Estimate;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmsListener;

/**
 * Whether heat maps lie where the findings are. Each map is scored against the true boxes of its
 * film, and so are two controls that have not looked at the film: a map of random numbers, and the
 * mean of where the finding lies in the other patients' films. A method that does not beat these
 * has found nothing.
 *
 * @param method how the maps were made
 * @param labels one per label that has a box in some film; none where no film has a box
 */
public record Localisation(String method, List<LabelScores> labels) implements Showable {
  private static final int RANDOM_MAPS = 20;
  private static final long SEED = 1;

  /**
   * A score of the maps and of the two controls: means over films with 95 % intervals that resample
   * patients.
   *
   * @param map of the method
   * @param random of maps of random numbers in the layer's size, 20 for each film
   * @param position of the mean of the other patients' boxes; a dash where there are none
   */
  public record Score(Estimate map, Estimate random, Estimate position) {}

  /**
   * The scores of one label, each from 0 to 1.
   *
   * @param label the finding
   * @param films how many have a box of it
   * @param pointing the share of films in which the peak of the map lies in a box
   * @param iou intersection over union of the boxes and the part of the map above half its peak
   * @param energy the share of the map that lies in the boxes
   */
  public record LabelScores(String label, int films, Score pointing, Score iou, Score energy) {}

  /** Copies the list. */
  public Localisation {
    labels = List.copyOf(labels);
  }

  /** Scores Grad-CAM at the last batch norm on the films that have boxes. */
  public static Localisation of(ChestModel model, Films films) {
    return of(GradCam.of(model), films);
  }

  /**
   * Scores the maps on the films that have boxes. Where no film has a box of one of the model's
   * labels there are no scores, and the tables say so.
   */
  public static Localisation of(GradCam cam, Films films) {
    Map<String, Agreements> byLabel = new LinkedHashMap<>();
    cam.model().labels().forEach(label -> byLabel.put(label, new Agreements(label, cam)));
    return new Localisation(cam.title(), scores(cam, films, byLabel));
  }

  /**
   * Scores the maps of one label on the boxes of something else: how far a model that is asked for
   * the one looks at the other, such as a necklace.
   *
   * @param label that the maps are of
   * @param films those that have a box of {@code other} are scored
   * @param other label of the boxes; the model need not know it
   * @throws IllegalArgumentException if no film has such a box
   */
  public static Localisation onto(GradCam cam, String label, Films films, String other) {
    List<LabelScores> scores = scores(cam, films, Map.of(label, new Agreements(other, cam)));
    if (scores.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "None of the %d films has a box of %s to look for %s in.",
              films.size(), other, label));
    }
    return new Localisation(cam.title() + " of " + label, scores);
  }

  private static List<Box> boxes(List<FindingBox> all, String label) {
    return all.stream().filter(b -> b.label().equals(label)).map(FindingBox::box).toList();
  }

  /**
   * Scores maps of some labels, all of a film's at once.
   *
   * @param byLabel what each label's maps are compared with
   */
  private static List<LabelScores> scores(
      GradCam cam, Films films, Map<String, Agreements> byLabel) {
    List<Film> boxed =
        films.stream()
            .filter(film -> byLabel.values().stream().anyMatch(a -> a.isOn(film)))
            .toList();
    FilmsListener.forEach(
        boxed.size(),
        i -> {
          Film film = boxed.get(i);
          String[] labels =
              byLabel.keySet().stream()
                  .filter(label -> byLabel.get(label).isOn(film))
                  .toArray(String[]::new);
          var whole = GrayImage.read(film.path());
          for (HeatMap map : cam.explain(whole, List.of(), labels)) {
            byLabel.get(map.label()).add(film, cam.framed(film.boxes(), whole), map);
          }
        });
    return byLabel.values().stream()
        .filter(agreements -> !agreements.maps.isEmpty())
        .map(Agreements::scores)
        .toList();
  }

  /** How maps of one label agree with the boxes of a label, film by film. */
  private static final class Agreements {
    private final String boxed;

    /** Pixels across the square on which maps and boxes are compared. */
    private final int frame;

    private final List<String> patients = new ArrayList<>();
    private final List<BitSet> masks = new ArrayList<>();
    private final List<BoxAgreement> maps = new ArrayList<>();
    private final List<BoxAgreement> random = new ArrayList<>();
    private final SplittableRandom numbers = new SplittableRandom(SEED);

    Agreements(String boxed, GradCam cam) {
      this.boxed = boxed;
      frame = cam.model().preprocessing().imageSize();
    }

    /** Whether a film has a box to compare a map with. */
    boolean isOn(Film film) {
      return !boxes(film.boxes(), boxed).isEmpty();
    }

    /**
     * Compares one more map.
     *
     * @param seen the film's boxes in what the model sees of it
     */
    void add(Film film, List<FindingBox> seen, HeatMap of) {
      SaliencyMap map = of.map();
      GrayImage image = of.image();
      BitSet mask = BoxAgreement.mask(boxes(seen, boxed), image.width(), image.height(), frame);
      patients.add(film.patient());
      masks.add(mask);
      maps.add(BoxAgreement.of(map.resized(frame, frame), mask));
      random.add(byChance(map, mask, frame, numbers));
    }

    LabelScores scores() {
      List<BoxAgreement> position = positions(masks, patients, frame);
      return new LabelScores(
          boxed,
          maps.size(),
          score(maps, random, position, patients, BoxAgreement::pointing),
          score(maps, random, position, patients, BoxAgreement::iou),
          score(maps, random, position, patients, BoxAgreement::energy));
    }
  }

  private static Score score(
      List<BoxAgreement> maps,
      List<BoxAgreement> random,
      List<BoxAgreement> position,
      List<String> patients,
      ToDoubleFunction<BoxAgreement> measure) {
    return new Score(
        Estimate.mean(maps.stream().mapToDouble(measure).toArray(), patients),
        Estimate.mean(random.stream().mapToDouble(measure).toArray(), patients),
        Estimate.mean(position.stream().mapToDouble(measure).toArray(), patients));
  }

  /** The mean of maps of random numbers. */
  private static BoxAgreement byChance(
      SaliencyMap like, BitSet mask, int frame, SplittableRandom numbers) {
    double pointing = 0;
    double iou = 0;
    double energy = 0;
    for (int i = 0; i < RANDOM_MAPS; i++) {
      float[] values = new float[like.values().length];
      for (int v = 0; v < values.length; v++) {
        values[v] = (float) numbers.nextDouble();
      }
      BoxAgreement one =
          BoxAgreement.of(
              new SaliencyMap(like.width(), like.height(), values).resized(frame, frame), mask);
      pointing += one.pointing() / RANDOM_MAPS;
      iou += one.iou() / RANDOM_MAPS;
      energy += one.energy() / RANDOM_MAPS;
    }
    return new BoxAgreement(pointing, iou, energy);
  }

  /** For each film the mean mask of the other patients' films, as a map. */
  private static List<BoxAgreement> positions(
      List<BitSet> masks, List<String> patients, int frame) {
    int[] sums = new int[frame * frame];
    masks.forEach(mask -> mask.stream().forEach(i -> sums[i]++));
    List<BoxAgreement> agreements = new ArrayList<>();
    for (int film = 0; film < masks.size(); film++) {
      float[] others = new float[sums.length];
      for (int i = 0; i < sums.length; i++) {
        others[i] = sums[i];
      }
      boolean any = false;
      for (int other = 0; other < masks.size(); other++) {
        if (patients.get(other).equals(patients.get(film))) {
          masks.get(other).stream().forEach(i -> others[i]--);
        } else {
          any = true;
        }
      }
      agreements.add(
          any
              ? BoxAgreement.of(new SaliencyMap(frame, frame, others), masks.get(film))
              : new BoxAgreement(Double.NaN, Double.NaN, Double.NaN));
    }
    return agreements;
  }

  /** The scores of a label. */
  public LabelScores get(String label) {
    return labels.stream()
        .filter(s -> s.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No film has a box of "
                        + label
                        + ". There are boxes of: "
                        + (labels.isEmpty()
                            ? "nothing"
                            : String.join(", ", labels.stream().map(LabelScores::label).toList()))
                        + "."));
  }

  /** The three scores of the maps side by side, and the controls of the pointing game. */
  public TableFigure table() {
    var table =
        TableFigure.columns(
                "Label", "Films", "Pointing", "Random map", "Mean position", "IoU", "Energy inside")
            .caption(method + " against true boxes, with 95 % intervals from resampled patients");
    for (LabelScores s : labels) {
      table.row(
          s.label(),
          s.films(),
          s.pointing().map(),
          s.pointing().random(),
          s.pointing().position(),
          s.iou().map(),
          s.energy().map());
    }
    return table.note(note()).build();
  }

  /** How often the peak of the map lies in a box. */
  public TableFigure pointing() {
    return table("Pointing game: the peak lies in a true box", LabelScores::pointing);
  }

  /** How far the upper half of the map and the boxes cover each other. */
  public TableFigure iou() {
    return table("Intersection over union, map above half its peak", LabelScores::iou);
  }

  /** Which share of the map lies in the boxes. */
  public TableFigure energy() {
    return table("Share of the map inside the true boxes", LabelScores::energy);
  }

  private TableFigure table(String what, Function<LabelScores, Score> measure) {
    var table =
        TableFigure.columns("Label", "Films", method, "Random map", "Mean position")
            .caption(what + ", with 95 % intervals from resampled patients");
    for (LabelScores s : labels) {
      Score score = measure.apply(s);
      table.row(s.label(), s.films(), score.map(), score.random(), score.position());
    }
    return table.note(note()).build();
  }

  /** Why there is nothing to see; empty where there is. */
  private String note() {
    return labels.isEmpty()
        ? "None of the films has a box of one of the model's labels, so nothing tells where its"
            + " findings lie; a list of boxes is added with films.withBoxes(csv)."
        : "";
  }

  /** All three tables. */
  @Override
  public Figure figure() {
    return Panel.of(pointing(), iou(), energy());
  }
}

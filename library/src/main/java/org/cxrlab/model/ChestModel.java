package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.OperatingPoints;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;
import org.cxrlab.model.weights.WeightsRemark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that tells the probability of each label from a chest film, with all that belongs to
 * it: its labels, what is done to a film beforehand, its weights. It owns native memory, which is
 * freed when it is closed, or some time after nothing refers to it any more. Passes through
 * networks take turns, so that a heat map can be drawn between two steps of a training; all else is
 * to be done from one thread at a time.
 *
 * <p>A model is no value: what changes it bears a name that says so, and gives the same model back.
 */
public final class ChestModel implements AutoCloseable, Showable, OldNames {
  private static final Logger LOG = LoggerFactory.getLogger(ChestModel.class);

  private final Labels labels;
  private final Architecture architecture;
  private final Map<String, String> notes = new TreeMap<>();
  private final OwnedNetwork network;
  private long seed;
  private Preprocessing preprocessing;
  private Trainable trainable = Trainable.ALL;
  private Precision precision = Precision.FP32;
  private Optional<OperatingPoints> operatingPoints = Optional.empty();
  private List<WeightsRemark> remarks = List.of();

  /** A model with random weights. */
  ChestModel(Labels labels, long seed, Architecture architecture, int channels) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("A model needs at least one label to learn.");
    }
    this.labels = labels;
    this.architecture = architecture;
    network = new OwnedNetwork(architecture.network(channels, labels, Architecture.EPSILON));
    preprocessing = new Preprocessing(320, channels);
    startAnew(seed);
  }

  /** The labels, in the order of the probabilities. */
  public Labels labels() {
    return labels;
  }

  /** What kind of network it is: "DenseNet121" or "SmallDenseNet". */
  public String network() {
    return architecture.title();
  }

  Architecture architecture() {
    return architecture;
  }

  /** The seed of the random weights that the model began with. */
  public long seed() {
    return seed;
  }

  /** Draws all weights anew from a seed; what was learnt is lost. {@link #untrained} keeps it. */
  public ChestModel startAnew(long newSeed) {
    seed = newSeed;
    operatingPoints = Optional.empty();
    remarks = List.of();
    set(Initialisation.of(network.now().layers().allParameters(), newSeed));
    return this;
  }

  /**
   * Another model that has learnt nothing: the same network, labels and preprocessing, and random
   * weights from a seed. The caller closes it.
   */
  public ChestModel untrained(long otherSeed) {
    var other = new ChestModel(labels, otherSeed, architecture, preprocessing.channels());
    other.preprocessing = preprocessing;
    return other;
  }

  /** In which numbers the network predicts and learns; {@link Precision#FP32} at first. */
  public Precision precision() {
    return precision;
  }

  /**
   * Predicts and learns in these numbers from now on; heat maps stay in single precision. Where
   * they are slow here, there is a warning. In {@link Precision#INT8} it predicts alone, and only
   * after {@link #quantise}.
   *
   * @throws CxrlabException if it can't predict in int8, saying why
   */
  public ChestModel setPrecision(Precision value) {
    if (value == Precision.INT8) {
      network.inTurn(now -> now.requireWholeNumbers(preprocessing));
    }
    if (value == Precision.BF16 && precision != value && Precision.fasterHere() != value) {
      LOG.warn(
          "This processor has no instructions for bfloat16 that the system tells of: what the"
              + " network computes takes many times as long so. Precision.FP32 is the faster one"
              + " here.");
    }
    precision = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Predicts in {@link Precision#INT8} from now on, about twice as fast. What 8 bits are laid over
   * is measured on 64 of these films. They should be of the kind that it is to predict: those that
   * it learnt from, or others where those to come look otherwise. It is saved with the model, and
   * holds for these weights, whatever the head's, and for films that are prepared so; with others
   * it is to be measured again.
   *
   * @throws IllegalArgumentException if there are no films
   * @throws CxrlabException if libtorch can't compute in int8 here, saying why
   */
  public ChestModel quantise(Films films) {
    FoldedNetwork.requireWholeNumbers();
    MapRanges measured = MapRanges.on(films, preprocessing, network);
    network.inTurn(now -> now.setRanges(Optional.of(measured)));
    precision = Precision.INT8;
    return this;
  }

  /** What is done to a film before the network sees it. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Resizes films to another size from now on. The network takes any size from 32 pixels up, and is
   * at its best at the size that it was trained at.
   */
  public ChestModel setImageSize(int pixels) {
    preprocessing = preprocessing.withImageSize(pixels);
    remarks = remarks.stream().filter(remark -> !remark.isOnSize()).toList();
    return this;
  }

  /**
   * The probabilities at which the weights were found to answer best, and which become 0.5 in what
   * the model predicts: some weights from elsewhere have them. They go with these weights: once the
   * model learns, or is given another head, there are none.
   */
  public Optional<OperatingPoints> operatingPoints() {
    return operatingPoints;
  }

  /** What should be known of weights from elsewhere, and what had to be assumed about them. */
  public List<WeightsRemark> remarks() {
    return remarks;
  }

  /**
   * Takes weights that were learnt elsewhere in place of its own, and all that they were learnt
   * with: the films' scaling, channels and size, and batch norm's epsilon. What is frozen stays so.
   *
   * @param file from {@code Weights.read(path)}; with {@link WeightsFile#withoutHead()} the model
   *     keeps its own head
   * @throws WeightsException naming the file and what of it does not fit; nothing is loaded then
   */
  public ChestModel loadWeights(WeightsFile file) {
    DenseNet fitting = architecture.network(file.channels(), labels, file.epsilon());
    Fit.require(fitting.allParameters(), file, labels);
    int size = file.imageSize().orElse(preprocessing.imageSize());
    var told = new Preprocessing(size, file.channels(), file.scaling(), file.framing());
    fitting.freezeBefore(trainable);
    return network.inTurn(
        before -> {
          network.become(fitting, file);
          preprocessing = told;
          operatingPoints = file.operatingPoints();
          remarks = file.remarks(size);
          return this;
        });
  }

  /** The model with its present weights, for others. */
  ModelExport export() {
    return export(tensors());
  }

  private ModelExport export(List<Tensor> tensors) {
    return new ModelExport(
        architecture, labels, preprocessing, network.now().layers(), tensors, operatingPoints);
  }

  /** The same with what it needs to predict in whole numbers, to be loaded again. */
  ModelExport whole() {
    List<Tensor> all = new ArrayList<>(tensors());
    network
        .now()
        .ranges()
        .filter(ranges -> ranges.films().equals(preprocessing))
        .ifPresent(ranges -> all.addAll(ranges.tensors()));
    return export(all);
  }

  /** What decides on its predictions in its precision. */
  private ModelExport predicting() {
    return precision == Precision.INT8 ? whole() : export();
  }

  /**
   * Takes what {@link #quantise} had measured with these weights, if it did, from the file that it
   * was saved in.
   */
  ChestModel takeRanges(WeightsFile file) {
    network.inTurn(
        now -> now.setRanges(MapRanges.among(file.tensors(), now.layers(), preprocessing)));
    return this;
  }

  /**
   * Writes the weights in the safetensors format, with labels and preprocessing in its remarks.
   * torchvision's {@code densenet121(num_classes=…)} takes them by {@code
   * load_state_dict(safetensors.torch.load_file(path), strict=True)}; its outputs are logits, which
   * are not stretched by operating points.
   *
   * @return the file
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportSafetensors(Path file) {
    return exportSafetensors(file, StoredPrecision.F32);
  }

  /**
   * The same in another precision: {@link StoredPrecision#F16} takes half of the room, 14 MB for 14
   * labels. Kernels and the head's weights are rounded to it; biases and what belongs to batch
   * norms stay as they are.
   *
   * @throws IllegalArgumentException naming a weight that is too large for the precision
   */
  public Path exportSafetensors(Path file, StoredPrecision stored) {
    return export().safetensors(file, stored);
  }

  /**
   * Writes the network in the ONNX format, operation set 17: "films" (N, channels, H, W), prepared
   * as {@link #preprocessing()} says, to "logits" and "probabilities" (N, labels), stretched by the
   * model's operating points where it has some. Labels, preprocessing and these points stand in the
   * file's properties.
   *
   * @return the file
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportOnnx(Path file) {
    return export().onnx(file);
  }

  /**
   * Writes the weights in HDF5 as Keras 2 does, which Keras 3 reads too: {@code
   * keras.applications.DenseNet121(weights=path, classes=…, classifier_activation="sigmoid")}.
   * Where the model's epsilon is not Keras' 1.001e-5, the difference is added to the variances of
   * batch norm, and the network computes the same. Operating points and the way films are prepared
   * stand in attributes, which Keras passes over: its probabilities are not stretched.
   *
   * @param file its name ends in .h5 or .hdf5, by which Keras knows the format
   * @return the file
   * @throws IllegalArgumentException if it does not, or Keras has no such network
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportKeras(Path file) {
    return export().keras(file);
  }

  /** The probabilities of all labels for each film. */
  public Predictions predict(Films films) {
    return FilmOutputs.of(films, () -> loader(films), this::probabilities).predictions(labels);
  }

  /** The same for the films that can be read; the others' places stay empty and are noted. */
  public Predictions predict(Films films, LeftOut leftOut) {
    return FilmOutputs.of(films, () -> loader(films).leavingOut(leftOut), this::probabilities)
        .predictions(labels);
  }

  /** The probability of each label for one film, in the order of the labels, each in [0, 1]. */
  public float[] predict(Film film) {
    int size = preprocessing.imageSize();
    return predict(GrayImage.read(film.path(), preprocessing.framing(), size, size));
  }

  /** The probability of each label for one picture of any size. */
  public float[] predict(GrayImage image) {
    try (NDManager pass = NativeMemory.newManager()) {
      return probabilities(NetworkInput.of(image, preprocessing, pass)).get(0);
    }
  }

  /**
   * The probabilities of prepared images, a row for each film.
   *
   * @param images (N, channels, H, W), standardised; stays the caller's
   */
  public List<float[]> probabilities(NDArray images) {
    return Logits.probabilities(logits(images), labels.size(), operatingPoints);
  }

  /**
   * What the model makes of a logit of one of its labels: its sigmoid, stretched where the model
   * has operating points.
   */
  public double probability(String label, double logit) {
    return Logits.probability(logit, labels.indexOf(label), operatingPoints);
  }

  /**
   * The logits of prepared images, film by film: N times the number of labels.
   *
   * @param images (N, channels, H, W), standardised; stays the caller's
   */
  public float[] logits(NDArray images) {
    preprocessing.check(images.getShape());
    return network.inTurn(now -> ready(now).logits(images, precision));
  }

  /**
   * The logits of prepared images, in single precision where the model predicts in int8: for what
   * is made of small differences between films that are nearly alike, as some heat maps are.
   *
   * @param images (N, channels, H, W), standardised; stays the caller's
   */
  public float[] fineLogits(NDArray images) {
    preprocessing.check(images.getShape());
    Precision fine = precision == Precision.INT8 ? Precision.FP32 : precision;
    return network.inTurn(now -> now.logits(images, fine));
  }

  /** The network, if it can predict in the model's precision. */
  private Inference ready(Inference now) {
    return precision == Precision.INT8 ? now.requireWholeNumbers(preprocessing) : now;
  }

  /** The same, layer by layer. */
  float[] straightLogits(NDArray images) {
    return network.inTurn(now -> now.straightLogits(images, precision));
  }

  /**
   * What the network's backbone makes of films, and its head decides from: the mean of each of its
   * last maps (1,024 for DenseNet121), in the model's {@link #precision()}.
   */
  public FilmFeatures features(Films films) {
    return FilmOutputs.of(films, () -> loader(films), this::features).features();
  }

  /** The same for the films that can be read; the others' places stay empty and are noted. */
  public FilmFeatures features(Films films, LeftOut leftOut) {
    return FilmOutputs.of(films, () -> loader(films).leavingOut(leftOut), this::features)
        .features();
  }

  private List<float[]> features(NDArray images) {
    return network.inTurn(now -> ready(now).features(images, precision));
  }

  /** The head by copy; operating points, if the model has some, stay with the model. */
  public LinearHead head() {
    return LinearHead.of(labels, tensors());
  }

  /**
   * Puts a head on this backbone in place of the one before.
   *
   * @throws IllegalArgumentException if it was made for other labels or another backbone
   */
  public ChestModel setHead(LinearHead head) {
    Optional<MapRanges> ofBackbone = network.now().ranges();
    network.change(weights -> weights.set(head.into(labels, weights.tensors())));
    network.inTurn(now -> now.setRanges(ofBackbone));
    operatingPoints = Optional.empty();
    return this;
  }

  /**
   * The first 16 hexadecimal digits of a SHA-256 over all weights but the head's, batch norm's
   * memory and epsilon included, and the preprocessing, and in int8 over what {@link #quantise}
   * measured: the same where features are.
   */
  public String backboneFingerprint() {
    return predicting().backboneFingerprint();
  }

  /**
   * The same over all that decides on its probabilities: the head's weights, labels and operating
   * points too, and in int8 what {@link #quantise} measured. Its precision is no part of it, nor
   * are its notes.
   */
  public String fingerprint() {
    return predicting().fingerprint();
  }

  /** A loader that prepares films as this model wants them, in the table's order. */
  public BatchLoader loader(Films films) {
    return preprocessing.loader(films);
  }

  /**
   * One step of training: the loss of a batch, its gradient, and new weights. Where the loss is not
   * a finite number nothing is learnt: the weights go back to those of the last step that had one.
   * Where it breaks off, for want of memory for example, the model is as it was before the step.
   *
   * @param images (N, channels, H, W), standardised; stays the caller's
   * @param loss from logits (N, labels) to a scalar
   * @param update changes the weights that are not frozen
   * @return the loss before the update; NaN or infinite if the step failed
   */
  public double step(NDArray images, UnaryOperator<NDArray> loss, WeightUpdate update) {
    preprocessing.check(images.getShape());
    precision.requireLearning();
    operatingPoints = Optional.empty();
    return network.inTurn(now -> new GradientStep(now, precision).take(images, loss, update));
  }

  /**
   * What a layer computes for a picture, and the gradient of the logits of some labels with respect
   * to it: what Grad-CAM is made of. The model stays as it is.
   *
   * @param image of any size
   * @param layer as torchvision or Keras names it, see {@link #layers()}; its output must be maps
   * @param names at least one label
   */
  public LayerActivation activationAndGradient(GrayImage image, String layer, String... names) {
    String name = architecture.layerNamed(layer, layers());
    LayerActivation made =
        network.inTurn(
            now -> new LayerGradients(now, preprocessing, labels).at(name, image, names));
    int[] asked = Arrays.stream(names).mapToInt(labels::indexOf).toArray();
    return operatingPoints.map(points -> made.stretchedAt(points.at(asked))).orElse(made);
  }

  /** The names of all layers, in the order in which they run, as torchvision gives them. */
  public List<String> layers() {
    return network.now().layers().all().stream().skip(1).map(Layer::name).toList();
  }

  /** Which part learns. */
  public Trainable trainable() {
    return trainable;
  }

  /**
   * Freezes everything before a part of the network: it no longer learns, and its batch norms use
   * what they have remembered.
   */
  public ChestModel setTrainable(Trainable part) {
    network.now().layers().freezeBefore(part);
    trainable = part;
    return this;
  }

  /** Lets everything learn: the same as {@code setTrainable(Trainable.ALL)}. */
  public ChestModel unfreeze() {
    return setTrainable(Trainable.ALL);
  }

  /** How many numbers are learnt, frozen or not: 6,968,206 for DenseNet121 with 14 labels. */
  public long parameterCount() {
    return network.now().weights().learntCount();
  }

  /** How many numbers are learnt and not frozen. */
  public long trainableCount() {
    return network.now().weights().trainableCount();
  }

  /** Stage by stage: the output's shape for one film, how many numbers are learnt, and whether. */
  public TableFigure summary() {
    return ModelSummary.of(this, network.now().layers());
  }

  @Override
  public TableFigure figure() {
    return summary();
  }

  /** A copy of all weights, to go back to with {@link #restore}. */
  public WeightCopy copyWeights() {
    return network.inTurn(now -> now.weights().copy().measured(now.ranges())).with(operatingPoints);
  }

  /** Goes back to weights that were copied from this model, or one of the same shape. */
  public void restore(WeightCopy copy) {
    network.change(weights -> weights.set(copy));
    network.inTurn(now -> now.setRanges(copy.ranges()));
    operatingPoints = copy.operatingPoints();
  }

  /** Goes back to the weights before the last update, or to those set since. */
  public void undoUpdate() {
    network.change(NetworkWeights::putBack);
  }

  /** What batch norm adds to a variance before it takes the root. */
  public double epsilon() {
    return network.now().layers().epsilon();
  }

  /** What is told of the model's making, by topic ("plan"), each as JSON. Saved with it. */
  public Map<String, String> notes() {
    return Collections.unmodifiableMap(notes);
  }

  /** Adds a note, or replaces the one on the same topic. */
  public void note(String topic, String json) {
    notes.put(topic, json);
  }

  /**
   * Writes the model to a folder: its weights in the safetensors format, everything else as JSON. A
   * model that was there before stays whole until the new one is complete.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public Path save(Path folder) {
    return save(folder, StoredPrecision.F32);
  }

  /**
   * The same in another precision: a model saved with {@link StoredPrecision#F16} takes 14 MB and
   * not 28, and {@link #load(Path)} reads it as any other. What is in memory is not rounded.
   *
   * @throws IllegalArgumentException naming a weight that is too large for the precision
   */
  public Path save(Path folder, StoredPrecision stored) {
    return ModelFolder.save(this, folder, stored);
  }

  /** The same, by the name of a folder under {@code models/}, see {@link Workspace#models()}. */
  public Path save(String name) {
    return save(Workspace.models().resolve(name));
  }

  /** The same, by name: {@link #load(Path)} of a folder under {@code models/}. */
  public static ChestModel load(String name) {
    return load(Workspace.models().resolve(name));
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @throws WeightsException if a file is damaged or does not fit, saying how
   * @throws UncheckedIOException if there is no model in the folder or it can't be read
   */
  public static ChestModel load(Path folder) {
    return ModelFolder.load(folder);
  }

  /** Whether {@link #save(Path)} has written a model to the folder. */
  public static boolean isSaved(Path folder) {
    return ModelFolder.holdsModel(folder);
  }

  /** Every weight by copy, under torchvision's names. */
  List<Tensor> tensors() {
    return network.inTurn(now -> now.weights().tensors());
  }

  /** Sets every weight. */
  void set(List<Tensor> tensors) {
    network.change(weights -> weights.set(tensors));
  }

  @Override
  public void close() {
    network.close();
  }
}

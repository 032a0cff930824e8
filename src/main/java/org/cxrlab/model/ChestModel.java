package org.cxrlab.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.Sha256;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Workspace;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.KerasWriter;
import org.cxrlab.model.weights.Safetensors;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;

/**
 * A network that tells the probability of each label from a chest film, with all that belongs to
 * it: its labels, what is done to a film beforehand, its weights. It owns native memory, which is
 * freed when it is closed, or some time after nothing refers to it any more. Passes through
 * networks take turns, so that a heat map can be drawn between two steps of a training; all else is
 * to be done from one thread at a time.
 */
public final class ChestModel implements AutoCloseable, Showable {
  private static final int PREDICTION_BATCH = 8;

  /**
   * Two films of 320 x 320 in single precision, four in bfloat16: more take more memory. The folded
   * network, which has fewer in hand where maps are large, takes four times as many.
   */
  private static final long TOGETHER_BYTES = 2L * 320 * 320 * Float.BYTES;

  /** Of every batch norm, unless a weights file says otherwise. */
  private static final double EPSILON = 1e-5;

  /**
   * The engine gathers gradients for one at a time, and a step must not change weights that a heat
   * map is being made with. Fair, so that a map waits for one step of a training and not for all.
   */
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private final Labels labels;
  private final Architecture architecture;
  private long seed;
  private final Map<Precision, FoldedNetwork> folded = new EnumMap<>(Precision.class);
  private final Map<String, String> notes = new TreeMap<>();
  private DenseNet network;
  private NetworkWeights weights;
  private Preprocessing preprocessing;
  private Trainable trainable = Trainable.ALL;
  private Precision precision = Precision.FP32;
  private boolean closed;

  /** A model with random weights. */
  ChestModel(Labels labels, long seed, Architecture architecture, int channels) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("A model needs at least one label to learn.");
    }
    this.labels = labels;
    this.architecture = architecture;
    network = architecture.network(channels, labels, EPSILON);
    preprocessing = new Preprocessing(320, channels);
    weights = new NetworkWeights(network);
    seed(seed);
  }

  /** The labels, in the order of the probabilities. */
  public Labels labels() {
    return labels;
  }

  /** What kind of network it is: "DenseNet121" or "SmallDenseNet". */
  public String network() {
    return architecture.title();
  }

  /** The seed of the random weights that the model began with. */
  public long seed() {
    return seed;
  }

  /**
   * Draws all weights anew from another seed; what was learnt is lost.
   *
   * @return this model
   */
  public ChestModel seed(long value) {
    seed = value;
    change(() -> weights.set(Initialisation.of(network.allParameters(), value)));
    return this;
  }

  /** In which numbers the network predicts and learns; {@link Precision#FP32} at first. */
  public Precision precision() {
    return precision;
  }

  /**
   * Predicts and learns in these numbers from now on. Heat maps are always computed in single
   * precision.
   *
   * @return this model
   */
  public ChestModel precision(Precision value) {
    precision = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Another model of the same network that has learnt nothing: random weights from a seed, the same
   * labels and preprocessing. The caller closes it.
   */
  public ChestModel untrained(long otherSeed) {
    var other = new ChestModel(labels, otherSeed, architecture, preprocessing.channels());
    other.preprocessing = preprocessing;
    return other;
  }

  Architecture architecture() {
    return architecture;
  }

  /** What is done to a film before the network sees it. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Resizes films to another size from now on. The network takes any size from 32 pixels up, and is
   * at its best at the size that it was trained at.
   *
   * @return this model
   */
  public ChestModel imageSize(int pixels) {
    preprocessing = preprocessing.withImageSize(pixels);
    return this;
  }

  /**
   * Takes weights that were learnt elsewhere, and with them all that they were learnt with: the
   * films' scaling, channels and size, and batch norm's epsilon. What is frozen stays so.
   *
   * @param file from {@code Weights.read(path)}; with {@link WeightsFile#withoutHead()} the model
   *     keeps its own head
   * @return this model
   * @throws WeightsException naming what is missing, left over, of another shape or of another
   *     label; nothing is loaded then
   */
  public ChestModel weights(WeightsFile file) {
    DenseNet fitting = architecture.network(file.channels(), labels, file.epsilon());
    Fit.require(fitting.allParameters(), file, labels);
    // Before anything is changed, as it may refuse what the file tells.
    Preprocessing told =
        new Preprocessing(
            file.imageSize().orElse(preprocessing.imageSize()), file.channels(), file.scaling());
    List<Tensor> tensors = new ArrayList<>(file.tensors());
    if (!file.withHead()) {
      tensors().stream().filter(t -> WeightsFile.isHead(t.name())).forEach(tensors::add);
    }
    NetworkWeights filled = new NetworkWeights(fitting);
    filled.set(tensors);
    fitting.freezeBefore(trainable);
    change(
        () -> {
          weights.close();
          weights = filled;
          network = fitting;
          preprocessing = told;
        });
    return this;
  }

  /**
   * Writes the weights in the safetensors format, with labels and preprocessing in its remarks.
   * torchvision's {@code densenet121(num_classes=…)} takes them by {@code
   * load_state_dict(safetensors.torch.load_file(path), strict=True)}: the counters {@code
   * num_batches_tracked}, which nothing uses, it fills in itself.
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
   * @return the file
   * @throws IllegalArgumentException naming a weight that is too large for the precision
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportSafetensors(Path file, StoredPrecision precision) {
    try {
      Safetensors.write(weightsFile(file), precision);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be written to " + file + ".", e);
    }
    return file;
  }

  /**
   * Writes the network in the ONNX format, operation set 17. Its input "films" is (N, channels, H,
   * W), prepared as {@link #preprocessing()} says; its outputs are "logits" and "probabilities",
   * each (N, labels). Labels and preprocessing stand in the file's properties.
   *
   * @return the file
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportOnnx(Path file) {
    try {
      onnx()
          .write(
              file,
              Map.of(
                  "labels", String.join("\n", labels.names()),
                  "preprocessing", preprocessing.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("The network can't be written to " + file + ".", e);
    }
    return file;
  }

  /** The network with its present weights as an ONNX graph. */
  OnnxGraph onnx() {
    OnnxGraph graph = new OnnxGraph(architecture.title());
    graph.input("films", "N", preprocessing.channels(), "H", "W");
    tensors().forEach(graph::weight);
    String head = network.describe("films", graph);
    graph.node("Identity", "logits", Map.of(), List.of(head));
    graph.node("Sigmoid", "probabilities", Map.of(), List.of(head));
    graph.output("logits", "N", labels.size());
    graph.output("probabilities", "N", labels.size());
    return graph;
  }

  /**
   * Writes the weights in HDF5 as Keras 2 does, which Keras 3 reads too: {@code
   * keras.applications.DenseNet121(weights=path, classes=…, classifier_activation="sigmoid")}.
   * Where the model's epsilon is not Keras' 1.001e-5, the difference is added to the variances of
   * batch norm, and the network computes the same.
   *
   * @param file its name ends in .h5 or .hdf5, by which Keras knows the format
   * @return the file
   * @throws IllegalArgumentException if Keras has no such network, or would not know the format by
   *     the file's name
   * @throws UncheckedIOException if it can't be written
   */
  public Path exportKeras(Path file) {
    if (architecture.kerasName("classifier").isEmpty()) {
      throw new IllegalArgumentException(
          "Keras has no network like "
              + architecture.title()
              + "; exportSafetensors(path) or exportOnnx(path) writes it for others.");
    }
    try {
      KerasWriter.write(weightsFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException("The weights can't be written to " + file + ".", e);
    }
    return file;
  }

  /** All weights, and what belongs to them, as a file would hold them. */
  WeightsFile weightsFile(Path file) {
    return new WeightsFile(
        file,
        "safetensors",
        tensors(),
        Optional.of(labels),
        preprocessing.scaling(),
        OptionalInt.of(preprocessing.imageSize()),
        network.epsilon(),
        true);
  }

  /** The probabilities of all labels for each film. */
  public Predictions predict(Films films) {
    List<float[]> probabilities = new ArrayList<>();
    eachBatch(films, null, batch -> probabilities.addAll(predict(batch.images())));
    return new Predictions(films, labels, probabilities);
  }

  /**
   * The same for the films that can be read.
   *
   * @param leftOut takes down the others, by their positions; one whose places stay empty
   */
  public Predictions predict(Films films, LeftOut leftOut) {
    List<Film> seen = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    eachBatch(
        films,
        leftOut,
        batch -> {
          seen.addAll(batch.films());
          probabilities.addAll(predict(batch.images()));
        });
    return new Predictions(new Films(films.name(), films.labels(), seen), labels, probabilities);
  }

  private void eachBatch(Films films, LeftOut leftOut, Consumer<Batch> use) {
    if (films.size() == 0) {
      return;
    }
    BatchLoader loader = loader(films).batchSize(PREDICTION_BATCH);
    try (NDManager memory = NativeMemory.newManager();
        Batches batches = (leftOut == null ? loader : loader.leavingOut(leftOut)).pass(memory)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          use.accept(batch);
        }
      }
    }
  }

  /** The probability of each label for one film, in the order of the labels, each in [0, 1]. */
  public float[] predict(Film film) {
    return predict(GrayImage.read(film.path()));
  }

  /** The probability of each label for one picture of any size. */
  public float[] predict(GrayImage image) {
    try (NDManager pass = NativeMemory.newManager()) {
      return predict(NetworkInput.of(image, preprocessing, pass)).get(0);
    }
  }

  private List<float[]> predict(NDArray images) {
    return Logits.probabilities(logits(images), labels.size());
  }

  /**
   * The logits of prepared images, film by film.
   *
   * @param images (N, channels, H, W), standardised; stays the caller's
   * @return N times the number of labels
   */
  public float[] logits(NDArray images) {
    preprocessing.check(images.getShape());
    return inTurn(() -> byParts(images, part -> logitsOf(features(part))));
  }

  /** The same layer by layer. */
  float[] straightLogits(NDArray images) {
    return inTurn(() -> byParts(images, part -> logitsOf(straightFeatures(part))));
  }

  /** Takes a few films at a time, for the peak of memory, and puts together what comes of them. */
  private float[] byParts(NDArray images, UnaryOperator<NDArray> way) {
    Shape shape = images.getShape();
    int films = (int) shape.get(0);
    long film = shape.get(2) * shape.get(3) * precision.bytes();
    long most = FoldedNetwork.serves(precision) ? 4 * TOGETHER_BYTES : TOGETHER_BYTES;
    int together = (int) Math.max(1, most / film);
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < films; i += together) {
      try (NDManager pass = NativeMemory.newManager()) {
        NDArray all = borrow(images, pass);
        NDArray part = all.get(new NDIndex("{}:{}", i, Math.min(films, i + together)));
        parts.add(way.apply(part).toFloatArray());
      }
    }
    FloatBuffer joined = FloatBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(joined::put);
    return joined.array();
  }

  /** What the head decides from; belongs to the images' manager, as what the others return. */
  private NDArray features(NDArray images) {
    return FoldedNetwork.serves(precision)
        ? folded(precision, images.getShape()).features(images, Tap.NONE, images.getManager())
        : straightFeatures(images);
  }

  private NDArray straightFeatures(NDArray images) {
    Pass pass = new Pass(weights.still(precision, images.getManager()), false, precision, Tap.NONE);
    return network.features(images, pass);
  }

  private NDArray logitsOf(NDArray features) {
    return network.head().apply(features, still(Precision.FP32, Tap.NONE));
  }

  /** With the weights in single precision, which the head always is in. */
  private Pass still(Precision in, Tap tap) {
    return new Pass(weights.still(), false, in, tap);
  }

  private FoldedNetwork folded(Precision in, Shape images) {
    return folded.computeIfAbsent(in, p -> new FoldedNetwork(network, still(p, Tap.NONE), images));
  }

  /** Changes weights while nothing is made of them. */
  private void change(Runnable change) {
    inTurn(
        () -> {
          try {
            change.run();
          } finally {
            forget();
          }
          return this;
        });
  }

  /**
   * Does what needs the weights, while nobody else does. All that touches native memory goes this
   * way, for it would be freed as soon as nothing refers to the model, even in the middle of a call
   * that no longer needs the model itself.
   */
  private <T> T inTurn(Supplier<T> work) {
    TURN.lock();
    try {
      if (closed) {
        throw new CxrlabException(
            "The model was closed, and its weights are gone; make or load it again.");
      }
      return work.get();
    } finally {
      TURN.unlock();
      Reference.reachabilityFence(this);
    }
  }

  /** To be called whenever weights change: what was made of them is no longer true. */
  private void forget() {
    folded.values().forEach(FoldedNetwork::close);
    folded.clear();
  }

  /**
   * What the network's backbone makes of films, and its head decides from: the mean of each of its
   * last maps (1,024 for DenseNet121), calculated in the model's {@link #precision()}. As long as
   * the backbone stays frozen they stay the same.
   */
  public FilmFeatures features(Films films) {
    List<float[]> rows = new ArrayList<>();
    eachBatch(films, null, batch -> rows.addAll(rowsOfFeatures(batch.images())));
    return new FilmFeatures(films, rows);
  }

  /**
   * The same for the films that can be read.
   *
   * @param leftOut takes down the others, by their positions; one whose places stay empty
   */
  public FilmFeatures features(Films films, LeftOut leftOut) {
    List<Film> seen = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    eachBatch(
        films,
        leftOut,
        batch -> {
          seen.addAll(batch.films());
          rows.addAll(rowsOfFeatures(batch.images()));
        });
    return new FilmFeatures(new Films(films.name(), films.labels(), seen), rows);
  }

  private List<float[]> rowsOfFeatures(NDArray images) {
    float[] all = inTurn(() -> byParts(images, this::features));
    int films = (int) images.getShape().get(0);
    int width = all.length / films;
    return IntStream.range(0, films)
        .mapToObj(row -> Arrays.copyOfRange(all, row * width, (row + 1) * width))
        .toList();
  }

  /** The head by copy. */
  public LinearHead head() {
    return LinearHead.of(labels, tensors());
  }

  /**
   * Puts a head on this backbone in place of the one before.
   *
   * @return this model
   * @throws IllegalArgumentException if it was made for other labels or another backbone
   */
  public ChestModel head(LinearHead head) {
    change(() -> weights.set(head.into(labels, tensors())));
    return this;
  }

  /**
   * A short text that is the same for the same backbone and the same preparation of films, and
   * another for any others: the first 16 hexadecimal digits of a SHA-256 over all weights but the
   * head's, batch norm's memory and epsilon included, and the preprocessing.
   */
  public String backboneFingerprint() {
    Sha256 sum = new Sha256().add(network.epsilon() + " " + preprocessing);
    for (Tensor tensor : tensors()) {
      if (!WeightsFile.isHead(tensor.name())) {
        sum.add(tensor.name() + tensor.shape()).add(tensor.values());
      }
    }
    return sum.shortDigits();
  }

  /** A loader that prepares films as this model wants them, in the table's order. */
  public BatchLoader loader(Films films) {
    BatchLoader loader =
        BatchLoader.of(films)
            .imageSize(preprocessing.imageSize())
            .channels(preprocessing.channels())
            .scaling(preprocessing.scaling());
    return MemoryLayout.channelsLast() ? loader.channelsLast() : loader;
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
    return inTurn(() -> stepInTurn(images, loss, update));
  }

  private double stepInTurn(NDArray images, UnaryOperator<NDArray> loss, WeightUpdate update) {
    forget();
    float[] remembered = weights.remembered();
    boolean kept = false;
    try (NDManager step = NativeMemory.newManager()) {
      NDArray input = borrow(images, step);
      Slope slope =
          Backpropagation.serves(network)
              ? ownSlope(input, loss, step)
              : engineSlope(input, loss, step);
      if (Double.isFinite(slope.loss())) {
        weights.keep();
        kept = true;
        update.update(slope.weights(), slope.gradient());
      } else {
        weights.putBack();
      }
      return slope.loss();
    } catch (RuntimeException | Error e) {
      if (kept) {
        weights.putBack();
      }
      weights.remembered(remembered);
      throw e;
    }
  }

  /**
   * A loss and its gradient.
   *
   * @param weights what learns, as one array; writing there changes it
   * @param gradient of the same size; null where the loss is not a finite number
   */
  private record Slope(double loss, NDArray weights, NDArray gradient) {}

  private Slope engineSlope(NDArray images, UnaryOperator<NDArray> loss, NDManager step) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      // Inside the collector: views taken before it would have a gradient of zeros, unsaid.
      NetworkWeights.Learning learning = weights.learning(precision, step);
      Pass pass = new Pass(learning.store(), true, precision, Tap.NONE);
      double value = backward(collector, loss.apply(network.apply(images, pass)));
      NDArray gradient = Double.isFinite(value) ? gradient(learning.leaf(), step) : null;
      return new Slope(value, learning.trainable(), gradient);
    }
  }

  /** By our own backward pass, which leaves the head to the engine. */
  private Slope ownSlope(NDArray images, UnaryOperator<NDArray> loss, NDManager step) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NetworkWeights.Learning head = weights.learningFrom(network.head(), step);
      Pass pass = new Pass(head.store(), true, precision, Tap.NONE);
      try (Backpropagation way = new Backpropagation(network, images, pass, step)) {
        NDArray features = way.features();
        features.setRequiresGradient(true);
        double value = backward(collector, loss.apply(network.head().apply(features, pass)));
        NDArray all = weights.whole(step);
        if (!Double.isFinite(value)) {
          return new Slope(value, all, null);
        }
        NetworkWeights.Gradient gradient = weights.gradient();
        NDIndex ofHead = new NDIndex((all.size() - head.leaf().size()) + ":");
        gradient.all().set(ofHead, gradient(head.leaf(), step));
        try (NDArray slope = features.getGradient()) {
          way.backward(slope, gradient.parts());
        }
        return new Slope(value, all, gradient.all());
      }
    }
  }

  private static double backward(GradientCollector collector, NDArray loss) {
    double value = loss.getFloat();
    if (Double.isFinite(value)) {
      collector.backward(loss);
    }
    return value;
  }

  /** Of a leaf after the backward pass; owned by the step. */
  private static NDArray gradient(NDArray leaf, NDManager step) {
    NDArray gradient = leaf.getGradient();
    gradient.attach(step);
    return gradient;
  }

  /** Another handle of the same array, so that what comes of it belongs to the pass. */
  private static NDArray borrow(NDArray images, NDManager pass) {
    NDArray handle = images.stopGradient();
    handle.attach(pass);
    return handle;
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
    String name = layerNamed(layer);
    int[] columns = Arrays.stream(names).mapToInt(labels::indexOf).toArray();
    return inTurn(
        () ->
            HeadGradient.serves(name)
                ? byHead(image, name, columns, names)
                : byBackwardPass(image, name, columns, names));
  }

  private LayerActivation byHead(GrayImage image, String layer, int[] columns, String... names) {
    try (NDManager pass = NativeMemory.newManager()) {
      var tap = new HeadGradient(layer);
      NDArray input = NetworkInput.of(image, preprocessing, pass);
      NDArray features =
          FoldedNetwork.serves(Precision.FP32)
              ? folded(Precision.FP32, input.getShape()).features(input, tap, pass)
              : network.features(input, still(Precision.FP32, tap));
      NDArray logits = logitsOf(features);
      float[] head = weights.values(LinearHead.WEIGHT);
      return tap.read(Labels.of(names), logits.toFloatArray(), columns, head);
    }
  }

  private LayerActivation byBackwardPass(
      GrayImage image, String layer, int[] columns, String... names) {
    try (NDManager pass = NativeMemory.newManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      LeafTap tap = new LeafTap(layer, columns.length);
      NDArray input = NetworkInput.of(image, preprocessing, pass);
      NDArray logits = network.apply(input, new Pass(weights.still(), false, Precision.FP32, tap));
      collector.backward(logits.mul(oneInEachRow(columns, pass)).sum());
      return tap.read(Labels.of(names), logits.toFloatArray(), columns, labels.size());
    }
  }

  /** Rows with a single 1, each at its label. */
  private NDArray oneInEachRow(int[] columns, NDManager pass) {
    float[] ones = new float[columns.length * labels.size()];
    for (int row = 0; row < columns.length; row++) {
      ones[row * labels.size() + columns[row]] = 1;
    }
    return pass.create(ones, new Shape(columns.length, labels.size()));
  }

  /** The names of all layers, in the order in which they run, as torchvision gives them. */
  public List<String> layers() {
    return network.all().stream().skip(1).map(Layer::name).toList();
  }

  private String layerNamed(String name) {
    return layers().stream()
        .filter(layer -> layer.equals(name) || architecture.kerasName(layer).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no layer \""
                        + name
                        + "\". The last batch norm is \"features.norm5\" (\"bn\" in Keras);"
                        + " model.layers() lists all."));
  }

  /**
   * Freezes everything before a part of the network: it no longer learns, and its batch norms use
   * what they have remembered.
   *
   * @return this model
   */
  public ChestModel trainable(Trainable part) {
    network.freezeBefore(part);
    trainable = part;
    return this;
  }

  /** Which part learns. */
  public Trainable trainable() {
    return trainable;
  }

  /** Lets only the head learn: the same as {@code trainable(Trainable.HEAD)}. */
  public ChestModel freezeBackbone() {
    return trainable(Trainable.HEAD);
  }

  /** Lets everything learn: the same as {@code trainable(Trainable.ALL)}. */
  public ChestModel unfreeze() {
    return trainable(Trainable.ALL);
  }

  /** How many numbers are learnt, frozen or not: 6,968,206 for DenseNet121 with 14 labels. */
  public long parameterCount() {
    return weights.learntCount();
  }

  /** How many numbers are learnt and not frozen. */
  public long trainableCount() {
    return weights.trainableCount();
  }

  /** Stage by stage: the output's shape for one film, how many numbers are learnt, and whether. */
  public TableFigure summary() {
    boolean inKeras =
        network.stages().stream().anyMatch(s -> !architecture.kerasName(s.name()).isEmpty());
    List<String> columns = new ArrayList<>(List.of("Layer", "Output", "Parameters", "Learns"));
    if (inKeras) {
      columns.add(1, "In Keras");
    }
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption(
                Text.format(
                    "%s for %s: %,d parameters, %,d of them trainable",
                    architecture.title(),
                    Text.count(labels.size(), "label"),
                    parameterCount(),
                    trainableCount()));
    int size = preprocessing.imageSize();
    Shape shape = new Shape(1, preprocessing.channels(), size, size);
    for (Layer stage : network.stages()) {
      shape = stage.outputShape(shape);
      long count = stage.learntCount();
      String output =
          Arrays.stream(shape.getShape())
              .skip(1)
              .mapToObj(Long::toString)
              .collect(Collectors.joining(" x "));
      String learns = count == 0 ? "" : stage.isFrozen() ? "frozen" : "yes";
      List<Object> row = new ArrayList<>(List.of(stage.name(), output, count, learns));
      if (inKeras) {
        row.add(1, architecture.kerasName(stage.name()));
      }
      table.row(row.toArray());
    }
    return table
        .note(
            Text.format(
                "Predictions in %s, %s; heat maps by %s",
                precision, FoldedNetwork.description(precision), HeadGradient.description()))
        .build();
  }

  @Override
  public TableFigure figure() {
    return summary();
  }

  /** A copy of all weights, to go back to with {@link #restore}. */
  public WeightCopy copyWeights() {
    return inTurn(() -> weights.copy());
  }

  /** Goes back to weights that were copied from this model, or one of the same shape. */
  public void restore(WeightCopy copy) {
    change(() -> weights.set(copy));
  }

  /** Goes back to the weights before the last update, or to those set since. */
  public void undoUpdate() {
    change(weights::putBack);
  }

  /** What batch norm adds to a variance before it takes the root. */
  public double epsilon() {
    return network.epsilon();
  }

  /**
   * What is told of the model's making, by topic ("plan", "history"), each as JSON. Saved with it.
   */
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
   * @return the folder
   * @throws UncheckedIOException if it can't be written
   */
  public Path save(Path folder) {
    return save(folder, StoredPrecision.F32);
  }

  /**
   * The same in another precision: a model saved with {@link StoredPrecision#F16} takes 14 MB and
   * not 28, and {@link #load(Path)} reads it as any other. What is in memory is not rounded.
   *
   * @return the folder
   * @throws IllegalArgumentException naming a weight that is too large for the precision
   * @throws UncheckedIOException if it can't be written
   */
  public Path save(Path folder, StoredPrecision precision) {
    return ModelFolder.save(this, folder, precision);
  }

  /**
   * The same, by name.
   *
   * @param name of a folder under {@code models/}, see {@link Workspace#models()}
   */
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
   * @throws WeightsException if a file is damaged or does not fit, saying how; nothing is loaded
   *     then
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
    return inTurn(() -> weights.tensors());
  }

  /** Sets every weight. */
  void set(List<Tensor> tensors) {
    change(() -> weights.set(tensors));
  }

  @Override
  public void close() {
    TURN.lock();
    try {
      closed = true;
      forget();
      weights.close();
    } finally {
      TURN.unlock();
    }
  }
}

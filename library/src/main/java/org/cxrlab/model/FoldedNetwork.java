package org.cxrlab.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cxrlab.CxrlabException;
import org.cxrlab.FastPath;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.batch.NativeOwner;

/**
 * A dense network as it stands, made ready to predict. The batch norm between the two convolutions
 * of a layer becomes part of the first one's weights, and the ReLU after it is done where that
 * convolution writes its result; of the batch norm and ReLU before, a limit to each map is left, or
 * in bfloat16 a convolution of it by itself; weights lie as oneDNN reads them; the maps of a block
 * lie in one array that each layer adds to, so that nothing is joined anew; of grey films in equal
 * channels the first convolution takes one. Logits are those of the layers one by one within 1e-5
 * of the largest. It takes the memory of the weights once more, and to make it two thirds of the
 * time in which a film is predicted.
 *
 * <p>Owns native memory. {@code -Dcxrlab.folding=false} turns it off.
 */
final class FoldedNetwork implements AutoCloseable {
  static final FastPath SWITCH = new FastPath("cxrlab.folding");

  /**
   * How many numbers the maps of a block may have for the films that go through it at once, so that
   * they stay in the processor's caches: those of one film of 320 x 320 in DenseNet121's first
   * block, of two in the second and of four in the third. More would take as long or longer, and
   * memory.
   */
  private static final long NUMBERS_AT_ONCE = 2 << 20;

  private final DenseNet network;
  private final NativeOwner memory = NativeOwner.of(this);
  private final NDManager manager = memory.newManager();
  private final Precision precision;
  private final boolean byFilm;
  private final long type;
  private final List<NDArray> folded = new ArrayList<>();
  private final List<NDArray> lastNorm;
  private final NDArray doubt;

  /** The operations, loaded, and tried on little, when they are first needed. */
  private static final class Operations {
    static final TorchScript MODULE;

    /** Of each precision why it is not served; an empty text where it is. */
    static final Map<Precision, String> PROBLEMS = new EnumMap<>(Precision.class);

    static {
      TorchScript loaded = null;
      for (Precision precision : Precision.values()) {
        String problem = "";
        try (NDManager trial = NativeMemory.newManager()) {
          loaded = loaded == null ? TorchScript.ofResource("FoldedNetwork") : loaded;
          loaded.call(trial, "tried", precision.inTorch());
        } catch (EngineException e) {
          // Some systems have no oneDNN, and some processors no bfloat16 in it: then everything
          // works layer by layer, and description() tells.
          problem = String.valueOf(e.getMessage()).strip().lines().reduce("", (b, line) -> line);
          problem = problem.isEmpty() ? e.toString() : problem;
        }
        PROBLEMS.put(precision, problem);
      }
      MODULE = loaded;
    }
  }

  /**
   * Of a network's present weights.
   *
   * @param pass has the arrays of the weights, in single precision, and says in which precision to
   *     predict
   * @param images the shape in which images will come: other shapes take a little longer
   * @param ranges of the maps, for whole numbers; else null
   */
  FoldedNetwork(DenseNet network, Pass pass, Shape images, MapRanges ranges) {
    this.network = network;
    precision = pass.precision();
    type = precision.inTorch();
    byFilm = FilmTasks.serve(images, precision);
    try (NDManager work = NativeMemory.newManager()) {
      MapRanges.Laid laid = ranges == null ? null : MapRanges.Laid.of(ranges, network, pass, work);
      Folding folding = new Folding(pass, laid);
      List<Shape> shapes = shapesOfBlocks(images);
      folded.addAll(folding.stem(shapes.get(0), images));
      for (int b = 0; b < shapes.size(); b++) {
        Shape maps = shapes.get(b);
        for (DenseLayer layer : network.blocks().get(b).layers()) {
          folded.addAll(folding.layer(b, layer, maps));
        }
        if (b < network.transitions().size()) {
          folded.addAll(folding.transition(b, maps));
        }
      }
      lastNorm = folding.lastNorm(images);
      // All but the head, which has no ReLU after it; features are true whatever the head holds.
      List<Layer> backbone = network.stages().subList(0, network.stages().size() - 1);
      doubt =
          one(
              "doubt",
              manager,
              pass.learnt(backbone),
              pass.remembered(backbone),
              network.epsilon());
      memory.count(weights(backbone) * pass.precision().bytes());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What is made of each part; in whole numbers where there are ranges. */
  private final class Folding {
    private final Pass pass;
    private final MapRanges.Laid ranges;

    Folding(Pass pass, MapRanges.Laid ranges) {
      this.pass = pass;
      this.ranges = ranges;
    }

    List<NDArray> stem(Shape maps, Shape images) {
      return fold("stem", network.stem(), maps, images, () -> ranges.block(0));
    }

    List<NDArray> layer(int b, DenseLayer layer, Shape maps) {
      return fold("layer", List.of(layer), maps, maps, () -> ranges.layer(b, layer));
    }

    List<NDArray> transition(int b, Shape maps) {
      Transition transition = network.transitions().get(b);
      Shape after = transition.outputShape(maps);
      return fold("transition", List.of(transition), maps, after, () -> ranges.transition(b));
    }

    List<NDArray> lastNorm(Shape images) {
      int last = network.blocks().size() - 1;
      return fold("norm", List.of(network.lastNorm()), images, images, () -> ranges.block(last));
    }

    /**
     * What an operation makes of layers' weights.
     *
     * @param maps what comes out of their block, by which films go through together
     * @param at the height and width at which their convolutions are
     * @param seen what is known of maps, for whole numbers
     */
    private List<NDArray> fold(
        String part,
        List<? extends Layer> layers,
        Shape maps,
        Shape at,
        Supplier<List<NDArray>> seen) {
      return Operations.MODULE.call(
          manager,
          (ranges == null ? "fold_" : "quantise_") + part + (byFilm ? "_by_film" : ""),
          pass.learnt(layers),
          pass.remembered(layers),
          network.epsilon(),
          ranges == null ? type : seen.get(),
          new long[] {byFilm ? 1 : together(maps), at.get(2), at.get(3)});
    }
  }

  /** What a range needs to know of maps: see {@link MapRanges}. */
  static float[] measures(NDArray maps) {
    try (NDArray measures = one("seen", maps.getManager(), maps)) {
      return measures.toFloatArray();
    }
  }

  /** The least and the largest of each map of a block that one of these batch norms looks at. */
  static List<NDArray> looked(
      List<NDArray> maps, List<BatchNorm> norms, Pass pass, double epsilon, NDManager owner) {
    return Operations.MODULE.call(
        owner, "ranges", maps, pass.learnt(norms), pass.remembered(norms), epsilon);
  }

  private static long weights(List<Layer> layers) {
    return layers.stream().mapToLong(Layer::learntCount).sum();
  }

  /** What comes out of each dense block for images of this shape. */
  private List<Shape> shapesOfBlocks(Shape images) {
    List<Shape> shapes = new ArrayList<>();
    Shape shape = images;
    for (Layer stage : network.stages()) {
      shape = stage.outputShape(shape);
      if (stage instanceof DenseBlock) {
        shapes.add(shape);
      }
    }
    return shapes;
  }

  /** How many films go through a block at once, from what comes out of it; a power of two. */
  private static long together(Shape maps) {
    long film = maps.size() / maps.get(0);
    return Math.min(maps.get(0), Math.max(1, Long.highestOneBit(NUMBERS_AT_ONCE / film)));
  }

  /**
   * What the head sees: the mean of each map, (N, maps), in single precision.
   *
   * @param images (N, channels, H, W); stay the caller's
   * @param tap sees the last batch norm, and the ReLU after it, and nothing else
   * @param owner of what is returned
   */
  NDArray features(NDArray images, Tap tap, NDManager owner) {
    List<Shape> shapes = shapesOfBlocks(images.getShape());
    NDArray x =
        one(
            FilmTasks.serve(images.getShape(), precision) ? "maps_by_film" : "maps",
            owner,
            images,
            shapes.stream().mapToLong(maps -> maps.get(1)).toArray(),
            network.blocks().stream().mapToLong(block -> block.layers().size()).toArray(),
            shapes.stream().mapToLong(FoldedNetwork::together).toArray(),
            folded,
            doubt,
            type);
    x = tap.at(DenseNet.LAST_NORM, next("norm", x, lastNorm));
    x = tap.at(DenseNet.LAST_RELU, next("relu", x));
    return next("means", x);
  }

  /** What an operation makes of maps, which are closed. */
  private static NDArray next(String operation, NDArray x, Object... arguments) {
    Object[] all = Stream.concat(Stream.of(x), Stream.of(arguments)).toArray();
    try (x) {
      return one(operation, x.getManager(), all);
    }
  }

  private static NDArray one(String operation, NDManager owner, Object... arguments) {
    return Operations.MODULE.call(owner, operation, arguments).get(0);
  }

  @Override
  public void close() {
    memory.close();
  }

  /** Whether networks predict this way in a precision. */
  static boolean serves(Precision precision) {
    return SWITCH.isOn()
        && MemoryLayout.channelsLast()
        && Operations.PROBLEMS.get(precision).isEmpty();
  }

  /**
   * For predictions in whole numbers, which there is no other way to.
   *
   * @throws CxrlabException if there are none here, saying why
   */
  static void requireWholeNumbers() {
    if (!serves(Precision.INT8)) {
      throw new CxrlabException(
          "libtorch can't predict in int8 here, as it predicts "
              + description(Precision.INT8)
              + ". Use fp32.");
    }
  }

  /** How libtorch predicts in a precision, in words. */
  static String description(Precision precision) {
    if (serves(precision)) {
      return "with batch norm and ReLU in the convolutions"
          + (precision != Precision.INT8 || Processor.hasEightBits()
              ? ""
              : ", in halves of 16 bits: the processor has no VNNI");
    } else if (SWITCH.isOn() && MemoryLayout.channelsLast()) {
      return "layer by layer, as they can't be joined here: " + Operations.PROBLEMS.get(precision);
    }
    FastPath off = SWITCH.isOn() ? MemoryLayout.SWITCH : SWITCH;
    return "layer by layer; " + off.off("joining them");
  }
}

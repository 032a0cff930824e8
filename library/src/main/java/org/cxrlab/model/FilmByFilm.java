package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The training pass of {@link Backpropagation} film by film, each a task of {@link FilmTasks}. Only
 * a batch norm needs all films: tasks return the mean and variance of their share, or its part of
 * the gradients by weights, and these are put together in the films' order, so that the result is
 * the same however the threads take turns.
 */
final class FilmByFilm extends TrainingPass {
  /** Whether gradients by 3 x 3 weights are taken as such of a 1 x 1 convolution. */
  private static final boolean NINE = !Processor.hasAvx512();

  private final List<NDArray> keptOfStem;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Deque<List<NDArray>> pooled = new ArrayDeque<>();

  /**
   * How films are divided.
   *
   * @param films all of them
   * @param each how many a share has, but for the last, which may have fewer
   */
  private record Shares(long films, long each) {
    /** Into how many films are put at most: each has gradients by weights of its own. */
    private static final long MOST = 16;

    /** For how many pixels or places of a map handing a share over does not take too long. */
    private static final long PIXELS = 320 * 320 / 2;

    private static final long PLACES = 800;

    static Shares of(Shape images) {
      long films = images.get(0);
      long enough = PIXELS / (images.get(2) * images.get(3)) + 1;
      long most = Math.max(1, films / (2L * FilmTasks.threads()));
      return new Shares(films, Math.max((films + MOST - 1) / MOST, Math.min(enough, most)));
    }

    int count() {
      return (int) ((films + each - 1) / each);
    }

    /**
     * Whether of so small maps twice as many films go together, two shares for each thread left.
     */
    boolean arePaired(Shape maps) {
      boolean small = each * maps.get(2) * maps.get(3) < PLACES;
      return small && 2 * each * 2 * FilmTasks.threads() <= films;
    }

    Shares inPairs() {
      return new Shares(films, 2 * each);
    }

    /** What part of the films each has, (shares, 1). */
    NDArray parts(NDManager manager) {
      float[] parts = new float[count()];
      for (int s = 0; s < parts.length; s++) {
        parts[s] = (float) Math.min(each, films - s * each) / films;
      }
      return manager.create(parts, new Shape(parts.length, 1));
    }
  }

  /**
   * A dense block between the way in and the way back.
   *
   * @param layers what has its weights
   * @param kept what its way back needs; the first are all its maps, normalised, of each share, and
   *     the batch's mean and variance of each map
   */
  private record Block(DenseBlock layers, List<NDArray> kept, Shares shares) {
    List<NDArray> maps() {
      return kept.subList(0, shares.count());
    }

    List<NDArray> statistics() {
      return kept.subList(shares.count(), shares.count() + 2);
    }
  }

  /** Runs images through the network up to its features. */
  FilmByFilm(DenseNet network, NDArray images, Pass pass, NDManager parent) {
    super(network, pass, parent);
    Shares shares = Shares.of(images.getShape());
    List<Layer> stem = network.stem();
    keptOfStem =
        call(
            "stem_by_film",
            images,
            shares.each(),
            learnt(stem),
            remembered(stem),
            shares.parts(manager()),
            epsilon());
    List<NDArray> maps = withStatistics(keptOfStem, shares);
    for (int b = 0; b < network.blocks().size(); b++) {
      if (b > 0 && shares.arePaired(maps.get(0).getShape())) {
        List<NDArray> single = maps;
        maps = call("in_pairs", single, shares.parts(manager()));
        single.forEach(NDArray::close);
        shares = shares.inPairs();
      }
      Block block = block(maps, network.blocks().get(b), shares);
      blocks.push(block);
      if (b > 0) {
        // What the stem made is kept for its way back.
        maps.forEach(NDArray::close);
      }
      if (b < network.transitions().size()) {
        List<NDArray> halved =
            onward(
                "transition_by_film",
                block.maps(),
                block.statistics(),
                network.transitions().get(b));
        maps = withStatistics(halved, shares);
        pooled.push(halved.subList(2 * shares.count(), 3 * shares.count()));
      }
    }
    Block last = blocks.peek();
    setFeatures(
        onward("features_by_film", last.maps(), last.statistics(), network.lastNorm()).get(0));
  }

  /** Each share's maps, and then their means and variances, (2, maps): what a block takes. */
  private static List<NDArray> withStatistics(List<NDArray> made, Shares shares) {
    return made.subList(0, 2 * shares.count());
  }

  private Block block(List<NDArray> in, DenseBlock layers, Shares shares) {
    long all = layers.outputShape(in.get(0).getShape()).get(1);
    List<Layer> parts = List.of(layers);
    List<NDArray> kept =
        call(
            "block_by_film",
            in,
            all,
            learnt(parts),
            remembered(parts),
            shares.parts(manager()),
            epsilon());
    return new Block(layers, kept, shares);
  }

  @Override
  void backward(NDArray slope, Map<String, NDArray> gradients) {
    List<Layer> norm = List.of(network.lastNorm());
    Block last = blocks.pop();
    List<NDArray> slopes =
        call(
            "features_back_by_film",
            slope,
            last.maps(),
            last.shares().each(),
            learnt(norm),
            into(norm, gradients));
    List<NDArray> incoming = back(last, slopes, gradients);
    Shares shares = last.shares();
    for (int b = network.transitions().size() - 1; b >= 0; b--) {
      Block block = blocks.pop();
      if (!shares.equals(block.shares())) {
        shares = block.shares();
        List<NDArray> pairs = incoming;
        incoming = call("apart", pairs, shares.each());
        pairs.forEach(NDArray::close);
      }
      List<Layer> transition = List.of(network.transitions().get(b));
      List<NDArray> means = pooled.pop();
      slopes =
          call(
              "transition_back_by_film",
              incoming,
              block.maps(),
              means,
              learnt(transition),
              into(transition, gradients));
      incoming.forEach(NDArray::close);
      means.forEach(NDArray::close);
      incoming = back(block, slopes, gradients);
    }
    List<Layer> stem = network.stem();
    call("stem_back_by_film", incoming, keptOfStem, learnt(stem), into(stem, gradients), epsilon());
    incoming.forEach(NDArray::close);
  }

  /** The gradient by what came into a block, from that by all its maps. */
  private List<NDArray> back(Block block, List<NDArray> slopes, Map<String, NDArray> gradients) {
    List<Layer> layers = List.of(block.layers());
    List<NDArray> into = into(layers, gradients);
    try {
      return call(
          "block_back_by_film",
          slopes,
          block.kept(),
          learnt(layers),
          into,
          epsilon(),
          AT_ONCE,
          NINE);
    } finally {
      slopes.forEach(NDArray::close);
      block.kept().forEach(NDArray::close);
    }
  }
}

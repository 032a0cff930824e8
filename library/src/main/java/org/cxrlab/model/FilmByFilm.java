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
 * the same however the threads take turns. The last block's maps are so small that a task of one
 * film would be over before the next is handed over; it has all films at once.
 */
final class FilmByFilm extends TrainingPass {
  /** Into how many shares films are put at most: each has gradients by weights of its own. */
  private static final long SHARES = 16;

  /** How many pixels a share has if films are many; for fewer, handing it over takes too long. */
  private static final long PIXELS = 320 * 320 / 2;

  /** Whether gradients by 3 x 3 weights are taken as such of a 1 x 1 convolution. */
  private static final boolean NINE = !Processor.hasAvx512();

  private final long share;
  private final int shares;
  private final NDArray parts;
  private final List<NDArray> keptOfStem;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Deque<List<NDArray>> pooled = new ArrayDeque<>();
  private final BlocksAtOnce lastBlock;

  /**
   * A dense block between the way in and the way back.
   *
   * @param layers what has its weights
   * @param kept what its way back needs; the first are all its maps, normalised, of each share, and
   *     the batch's mean and variance of each map
   */
  private record Block(DenseBlock layers, List<NDArray> kept, int shares) {
    List<NDArray> maps() {
      return kept.subList(0, shares);
    }

    List<NDArray> statistics() {
      return kept.subList(shares, shares + 2);
    }
  }

  /** Runs images through the network up to its features. */
  FilmByFilm(DenseNet network, NDArray images, Pass pass, NDManager parent) {
    super(network, pass, parent);
    long films = images.getShape().get(0);
    share = share(images.getShape());
    shares = (int) ((films + share - 1) / share);
    parts = parts(films);
    List<Layer> stem = network.stem();
    keptOfStem =
        call("stem_by_film", images, share, learnt(stem), remembered(stem), parts, epsilon());
    List<NDArray> maps = withStatistics(keptOfStem);
    int last = network.blocks().size() - 1;
    for (int b = 0; b < last; b++) {
      Block block = block(maps, network.blocks().get(b));
      blocks.push(block);
      release(maps, b);
      List<NDArray> halved =
          onward(
              "transition_by_film", block.maps(), block.statistics(), network.transitions().get(b));
      maps = withStatistics(halved);
      pooled.push(halved.subList(2 * shares, 3 * shares));
    }
    try (NDArray together = call("together", maps.subList(0, shares)).get(0)) {
      release(maps, last);
      lastBlock = new BlocksAtOnce(this, together, last);
    }
    setFeatures(lastBlock.features());
  }

  /** Closes what came into a block; what the stem made is kept for its way back. */
  private static void release(List<NDArray> maps, int block) {
    if (block > 0) {
      maps.forEach(NDArray::close);
    }
  }

  /**
   * How many films a share has; there are two shares for each thread at least, if films suffice.
   */
  private static long share(Shape images) {
    long films = images.get(0);
    long enough = PIXELS / (images.get(2) * images.get(3)) + 1;
    long most = Math.max(1, films / (2L * FilmTasks.threads()));
    return Math.max((films + SHARES - 1) / SHARES, Math.min(enough, most));
  }

  /** What part of the films each share has, (shares, 1). */
  private NDArray parts(long films) {
    float[] parts = new float[shares];
    for (int s = 0; s < shares; s++) {
      parts[s] = (float) Math.min(share, films - s * share) / films;
    }
    return manager().create(parts, new Shape(shares, 1));
  }

  /** Each share's maps, and then their means and variances, (2, maps): what a block takes. */
  private List<NDArray> withStatistics(List<NDArray> made) {
    return made.subList(0, 2 * shares);
  }

  private Block block(List<NDArray> in, DenseBlock layers) {
    long all = layers.outputShape(in.get(0).getShape()).get(1);
    List<Layer> of = List.of(layers);
    List<NDArray> kept =
        call("block_by_film", in, all, learnt(of), remembered(of), parts, epsilon());
    return new Block(layers, kept, shares);
  }

  @Override
  void backward(NDArray slope, Map<String, NDArray> gradients) {
    List<NDArray> incoming;
    try (NDArray together = lastBlock.backward(slope, gradients)) {
      incoming = call("apart", together, share);
    }
    for (int b = blocks.size() - 1; b >= 0; b--) {
      Block block = blocks.pop();
      List<Layer> transition = List.of(network.transitions().get(b));
      List<NDArray> means = pooled.pop();
      List<NDArray> slopes =
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

package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A named part of the network: a DJL block with one input and one output. Layers, and their
 * parameters, bear the names that they have in torchvision, in full.
 */
abstract class Layer extends AbstractBlock {
  private final String name;
  private List<Parameter> parameters;

  /** A layer with its full name, e.g. "features.denseblock1.denselayer2.conv1". */
  Layer(String name) {
    this.name = name;
  }

  /** The full name. */
  final String name() {
    return name;
  }

  /** What the layer computes. The input is left open; what arises on the way is closed. */
  abstract NDArray compute(NDArray x, Pass pass);

  /** The shape of the output for an input of this shape. */
  abstract Shape outputShape(Shape input);

  /**
   * Adds what the layer computes to a graph.
   *
   * @param x the input's name
   * @return the output's name
   */
  abstract String describe(String x, OnnxGraph graph);

  /** Adds layers one after the other. */
  static String describeChain(String x, OnnxGraph graph, Layer... layers) {
    String last = x;
    for (Layer layer : layers) {
      last = layer.describe(last, graph);
    }
    return last;
  }

  /** The layer's output, after the tap has seen it. */
  final NDArray apply(NDArray x, Pass pass) {
    NDArray computed = compute(x, pass);
    return pass.tap().at(name, computed);
  }

  /** Applies layers one after the other and closes every array between them, but not x. */
  static NDArray chain(NDArray x, Pass pass, Layer... layers) {
    NDArray last = x;
    for (Layer layer : layers) {
      NDArray next = layer.apply(last, pass);
      if (last != x) {
        last.close();
      }
      last = next;
    }
    return last;
  }

  /** The shape after several layers. */
  static Shape shapeAfter(Shape input, Layer... layers) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  /** Adds a part under the last piece of its name. */
  final <L extends Layer> L part(L layer) {
    return addChildBlock(layer.name().substring(layer.name().lastIndexOf('.') + 1), layer);
  }

  /** Adds a parameter of this layer. */
  final Parameter parameter(String ending, Parameter.Type type, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name + "." + ending)
            .setType(type)
            .optShape(new Shape(shape))
            .build());
  }

  /** This layer and all its parts, in the order in which they are built. */
  final List<Layer> all() {
    List<Layer> found = new ArrayList<>();
    found.add(this);
    getChildren().values().forEach(child -> found.addAll(((Layer) child).all()));
    return found;
  }

  /**
   * All parameters of this layer and its parts, in the same order. Asked for in every step, so they
   * are gathered once; a layer is built whole by its constructor.
   */
  final List<Parameter> allParameters() {
    if (parameters == null) {
      parameters = all().stream().flatMap(l -> l.getDirectParameters().values().stream()).toList();
    }
    return parameters;
  }

  /** Of several layers: what batch norm remembers, or what is learnt. */
  static Stream<Parameter> parameters(List<? extends Layer> layers, boolean remembered) {
    return layers.stream()
        .flatMap(layer -> layer.allParameters().stream())
        .filter(p -> isRemembered(p) == remembered);
  }

  private Stream<Parameter> learnt() {
    return parameters(List.of(this), false);
  }

  /** Whether batch norm remembers a parameter from batch to batch, rather than learning it. */
  static boolean isRemembered(Parameter parameter) {
    return switch (parameter.getType()) {
      case RUNNING_MEAN, RUNNING_VAR -> true;
      default -> false;
    };
  }

  /** How many numbers this layer and its parts learn, frozen or not. */
  final long learntCount() {
    return learnt().mapToLong(p -> p.getShape().size()).sum();
  }

  /** Whether there is something to learn here that is frozen. */
  final boolean isFrozen() {
    return learnt().anyMatch(p -> !p.requiresGradient());
  }

  /** Freezes what this layer and its parts learn, or lets it learn again. */
  final void freeze(boolean frozen) {
    learnt().forEach(p -> p.freeze(frozen));
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore weights, NDList inputs, boolean training, PairList<String, Object> unused) {
    return new NDList(
        apply(inputs.singletonOrThrow(), new Pass(weights, training, Precision.FP32, Tap.NONE)));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {outputShape(inputShapes[0])};
  }
}

package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.cxrlab.image.GrayImage;

/** What the network takes. */
final class NetworkInput {
  private NetworkInput() {}

  /** Another handle of prepared images, so that what comes of it belongs to the pass. */
  static NDArray borrowed(NDArray images, NDManager pass) {
    NDArray handle = images.stopGradient();
    handle.attach(pass);
    return handle;
  }

  /** A picture of any size as (1, channels, size, size), lying as {@link MemoryLayout} has it. */
  static NDArray of(GrayImage image, Preprocessing preprocessing, NDManager owner) {
    int size = preprocessing.imageSize();
    NDList channels = new NDList();
    boolean last = MemoryLayout.channelsLast();
    Shape shape = last ? new Shape(1, size, size, 1) : new Shape(1, 1, size, size);
    for (float[] channel : preprocessing.channels(image)) {
      channels.add(owner.create(channel, shape));
    }
    return last ? NDArrays.concat(channels, 3).transpose(0, 3, 1, 2) : NDArrays.concat(channels, 1);
  }
}

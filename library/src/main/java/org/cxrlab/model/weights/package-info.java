/**
 * Weights in and out: files of Keras, PyTorch and safetensors, read and written, and compared with
 * a network before a number is set.
 */
package org.cxrlab.model.weights;

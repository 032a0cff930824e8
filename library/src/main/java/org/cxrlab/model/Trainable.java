package org.cxrlab.model;

/** Which part of a network learns; everything before it is frozen, its batch norms included. */
public enum Trainable {
  /** The whole network. */
  ALL,
  /** The last dense block, the batch norm after it and the head. */
  LAST_BLOCK,
  /** The linear head alone: transfer learning at its simplest. */
  HEAD
}

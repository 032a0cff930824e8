package org.cxrlab.train;

import java.nio.file.Path;

/** Another training, of this program or another, is writing checkpoints to the same folder. */
public final class CheckpointsInUse extends IllegalStateException {
  private static final long serialVersionUID = 1;

  CheckpointsInUse(Path folder) {
    super(
        "Another training is writing checkpoints to "
            + folder
            + "; wait until it has ended, or name another folder.");
  }
}

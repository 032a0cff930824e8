package org.cxrlab.train;

import java.nio.file.Path;
import org.cxrlab.CxrlabException;

/** Another training, of this program or another, is writing checkpoints to the same folder. */
public final class CheckpointsInUse extends CxrlabException {
  private static final long serialVersionUID = 1;

  CheckpointsInUse(Path folder) {
    super(
        "Another training is writing checkpoints to "
            + folder
            + "; wait until it has ended, stop it (Training.running() lists those of this"
            + " process), or name another folder.");
  }
}

package org.cxrlab.notebook;

import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;

/** Comms that cells open while messages of others are served. */
final class Comms extends CommManager {
  Comms() {
    comms = new ConcurrentHashMap<>();
    targets = new ConcurrentHashMap<>();
  }
}

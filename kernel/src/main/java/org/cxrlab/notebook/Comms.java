package org.cxrlab.notebook;

import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommFactory;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.dflib.jjava.shaded.com.google.gson.JsonObject;

/** Comms that cells open while messages of others are served. */
final class Comms extends CommManager {
  Comms() {
    comms = new ConcurrentHashMap<>();
    targets = new ConcurrentHashMap<>();
  }

  /**
   * Opens a comm under a name of one's choice. It takes the place of an earlier one of that name.
   */
  <T extends Comm> T open(String name, String target, CommFactory<T> factory) {
    var content = new CommOpenCommand(name, target, new JsonObject());
    var message = new Message<>(context, CommOpenCommand.MESSAGE_TYPE, content);
    T comm = factory.produce(this, name, target, message);
    // Before anybody hears of it, and asks for it.
    registerComm(comm);
    iopub.sendMessage(message);
    return comm;
  }
}

package org.cxrlab.notebook;

import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/**
 * The place under one cell, also when the cell is over.
 *
 * @param socket the one on which outputs are published
 * @param cell the request to run the cell
 */
record CellFront(JupyterSocket socket, MessageContext cell) implements PrintedText.Front {
  @Override
  public void print(PublishStream.StreamType stream, String text) {
    publish(new PublishStream(stream, text));
  }

  @Override
  public void show(String place, String text) {
    publish(new PublishDisplayData(data(place, text)));
  }

  @Override
  public void rewrite(String place, String text) {
    publish(new PublishUpdateDisplayData(data(place, text)));
  }

  private static DisplayData data(String place, String text) {
    return new DisplayData(text).setDisplayId(place);
  }

  private <T extends ContentType<T>> void publish(T content) {
    socket.sendMessage(new Message<>(cell, content.getType(), content));
  }
}

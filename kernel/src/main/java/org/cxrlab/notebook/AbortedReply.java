package org.cxrlab.notebook;

import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.MessageType;

/** The answer to a cell that is not run, because a cell that was asked for before it failed. */
final class AbortedReply implements ContentType<AbortedReply> {
  /** Read by the writer of messages, as the protocol's field of that name. */
  final String status = "aborted";

  @Override
  @SuppressWarnings("unchecked") // the protocol has several contents for a reply, JJava one type
  public MessageType<AbortedReply> getType() {
    return (MessageType<AbortedReply>) (MessageType<?>) MessageType.EXECUTE_REPLY;
  }
}

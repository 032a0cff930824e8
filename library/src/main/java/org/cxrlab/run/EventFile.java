package org.cxrlab.run;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes a file that TensorBoard opens: records of TensorFlow's framing (length, masked CRC32C of
 * it, data, masked CRC32C of them), each an Event message. The numbers of the fields are those of
 * TensorFlow's event.proto, summary.proto, tensor.proto and tensor_shape.proto.
 */
final class EventFile {
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int DT_STRING = 7;

  private final OutputStream out;

  EventFile(OutputStream out, double seconds) throws IOException {
    this.out = out;
    record(event(seconds, 0, m -> m.writeString(3, "brain.Event:2")));
  }

  /** Fields of a message. */
  interface Fields {
    void write(CodedOutputStream message) throws IOException;
  }

  /**
   * A number at a step.
   *
   * @param seconds since 1970
   */
  void scalar(double seconds, long step, String tag, double value) throws IOException {
    summary(seconds, step, tag, v -> v.writeFloat(2, (float) value));
  }

  /** A picture from the bytes of a PNG. */
  void image(double seconds, long step, String tag, byte[] png) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(png);
    Fields image =
        m -> {
          m.writeInt32(1, header.getInt(20)); // height, after the width in the IHDR chunk
          m.writeInt32(2, header.getInt(16));
          m.writeInt32(3, 3); // RGB
          m.writeByteArray(4, png);
        };
    summary(seconds, step, tag, within(4, image));
  }

  /** Text in Markdown. */
  void text(double seconds, long step, String tag, String markdown) throws IOException {
    Fields shape = within(2, dimension -> dimension.writeInt64(1, 1));
    Fields tensor =
        m -> {
          m.writeInt32(1, DT_STRING);
          within(2, shape).write(m);
          m.writeByteArray(8, markdown.getBytes(StandardCharsets.UTF_8));
        };
    Fields metadata = within(1, plugin -> plugin.writeString(1, "text"));
    summary(
        seconds,
        step,
        tag,
        v -> {
          within(8, tensor).write(v);
          within(9, metadata).write(v);
        });
  }

  private void summary(double seconds, long step, String tag, Fields value) throws IOException {
    Fields tagged =
        v -> {
          v.writeString(1, tag);
          value.write(v);
        };
    record(event(seconds, step, within(5, within(1, tagged))));
  }

  private static byte[] event(double seconds, long step, Fields what) throws IOException {
    return message(
        m -> {
          m.writeDouble(1, seconds);
          if (step != 0) {
            m.writeInt64(2, step);
          }
          what.write(m);
        });
  }

  /** A message as a field of another. */
  private static Fields within(int field, Fields message) {
    return m -> m.writeByteArray(field, message(message));
  }

  private static byte[] message(Fields fields) throws IOException {
    var bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    fields.write(message);
    message.flush();
    return bytes.toByteArray();
  }

  private void record(byte[] data) throws IOException {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    out.write(length);
    out.write(checksum(length));
    out.write(data);
    out.write(checksum(data));
  }

  private static byte[] checksum(byte[] data) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(masked(data)).array();
  }

  /** CRC32C, turned by 15 bits and moved by a constant, so that it can stand in data of its own. */
  static int masked(byte[] data) {
    var crc = new CRC32C();
    crc.update(data, 0, data.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}

package org.cxrlab.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A message of the protobuf format, field after field. ONNX has a dozen kinds of message, of which
 * an exported network needs a field or two each; so they are written directly, with the field
 * numbers of onnx.proto3, rather than through classes generated for all of them.
 */
final class OnnxMessage {
  private final ByteString.Output bytes = ByteString.newOutput();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Something that is written to a protobuf stream. */
  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  private OnnxMessage put(Field field) {
    try {
      field.write(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("A field of the ONNX file can't be written.", e);
    }
  }

  OnnxMessage text(int field, String value) {
    return put(o -> o.writeString(field, value));
  }

  OnnxMessage whole(int field, long value) {
    return put(o -> o.writeInt64(field, value));
  }

  OnnxMessage fraction(int field, float value) {
    return put(o -> o.writeFloat(field, value));
  }

  OnnxMessage message(int field, OnnxMessage value) {
    return put(o -> o.writeBytes(field, value.bytes()));
  }

  OnnxMessage bytes(int field, byte[] value) {
    return put(o -> o.writeByteArray(field, value));
  }

  private ByteString bytes() {
    put(CodedOutputStream::flush);
    return bytes.toByteString();
  }

  /** The whole message as a file's content. */
  byte[] toByteArray() {
    return bytes().toByteArray();
  }

  /** Writes the whole message as a file's content. */
  void writeTo(OutputStream file) throws IOException {
    bytes().writeTo(file);
  }
}

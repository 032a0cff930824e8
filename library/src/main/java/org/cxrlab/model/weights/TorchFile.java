package org.cxrlab.model.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.StoredTensor.Storage;

/**
 * What torch.save writes: a zip archive with a pickle and one entry for each storage, or, before
 * PyTorch 1.6 and in CheXNet's well-known file, pickles one after the other and then the storages.
 */
final class TorchFile {
  private static final int ZIP_START = 'P';
  private static final long LARGEST_PICKLE = 100_000_000;

  private final Path path;

  private TorchFile(Path path) {
    this.path = path;
  }

  /** See {@link Weights#pytorch}. */
  static WeightsFile read(Path path) {
    TorchFile file = new TorchFile(path);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      in.mark(1);
      boolean zip = in.read() == ZIP_START;
      in.reset();
      return zip ? file.zipped() : file.inARow(in);
    } catch (EOFException | ZipException e) {
      throw WeightsException.of(path, "is not whole; it was cut off or is no file of PyTorch's");
    } catch (IOException e) {
      throw WeightsException.unreadable(path, e);
    }
  }

  private WeightsFile zipped() throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry pickle =
          zip.stream()
              .filter(e -> e.getName().endsWith("/data.pkl"))
              .findFirst()
              .orElseThrow(
                  () -> WeightsException.of(path, "is a zip archive without PyTorch's data.pkl"));
      String folder = pickle.getName().substring(0, pickle.getName().lastIndexOf('/') + 1);
      checkStored(pickle, LARGEST_PICKLE);
      TorchPickle reader = new TorchPickle(path);
      TorchState.Found found;
      try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
        found = needed(reader.next(in));
      }
      ByteOrder order = order(zip, zip.getEntry(folder + "byteorder"));
      Map<String, ByteBuffer> read = new HashMap<>();
      List<Tensor> tensors = new ArrayList<>();
      for (Map.Entry<String, StoredTensor> entry : found.tensors().entrySet()) {
        Storage storage = entry.getValue().storage();
        if (!read.containsKey(storage.key())) {
          ZipEntry place = zip.getEntry(folder + "data/" + storage.key());
          read.put(storage.key(), bytes(zip, place, storage).order(order));
        }
        tensors.add(entry.getValue().read(path, entry.getKey(), read.get(storage.key())));
      }
      return file(tensors, found, reader);
    }
  }

  private WeightsFile file(List<Tensor> tensors, TorchState.Found found, TorchPickle reader) {
    WeightsFile file =
        new Origin(path, "PyTorch", tensors, Optional.of(found), reader.named()).file();
    List<String> programs = reader.named().stream().filter(TorchFile::isProgram).toList();
    return programs.isEmpty()
        ? file
        : file.remarked(
            List.of(
                WeightsRemark.of(
                    Text.format(
                        "%s names %s, which it would have Python call; nothing of it was called here, but do not open it by torch.load with weights_only=False",
                        path.getFileName(), String.join(", ", programs)))));
  }

  /** Of these a checkpoint has no need. For the remark alone: no name is ever called here. */
  private static boolean isProgram(String name) {
    return name.matches(
        "(os|posix|nt|subprocess|sys|shutil|socket|runpy|pty|importlib|ctypes|webbrowser)\\..*"
            + "|(builtins|__builtin__)\\.(eval|exec|compile|open|__import__)");
  }

  private static ByteOrder order(ZipFile zip, ZipEntry entry) throws IOException {
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      String order = new String(in.readNBytes(8), StandardCharsets.US_ASCII);
      return order.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
  }

  private ByteBuffer bytes(ZipFile zip, ZipEntry entry, Storage storage) throws IOException {
    if (entry == null || entry.getSize() != storage.bytes()) {
      throw WeightsException.of(
          path, Text.format("has not the %,d bytes of storage %s", storage.bytes(), storage.key()));
    }
    checkStored(entry, Integer.MAX_VALUE - Long.BYTES);
    try (InputStream in = zip.getInputStream(entry)) {
      return whole(in, (int) storage.bytes());
    }
  }

  /** PyTorch never compresses; an entry that is might be far larger than the file. */
  private void checkStored(ZipEntry entry, long most) {
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > most) {
      throw WeightsException.of(
          path,
          "has a compressed or very large part "
              + entry.getName()
              + ", as PyTorch does not write it");
    }
  }

  private static ByteBuffer whole(InputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(read);
  }

  private WeightsFile inARow(InputStream in) throws IOException {
    TorchPickle pickle = new TorchPickle(path);
    // A magic number, the protocol's version, and the sizes of C's types.
    Object magic = pickle.next(in);
    if (!(magic instanceof Number)) {
      needed(magic);
      throw WeightsException.of(path, "was not written by torch.save");
    }
    pickle.next(in);
    pickle.next(in);
    TorchState.Found found = needed(pickle.next(in));
    Map<String, StoredTensor> state = found.tensors();
    Set<String> needed =
        state.values().stream().map(t -> t.storage().key()).collect(Collectors.toSet());
    Map<String, ByteBuffer> read = new HashMap<>();
    if (!(pickle.next(in) instanceof List<?> keys)) {
      throw WeightsException.of(path, "has no list of its storages");
    }
    for (Object key : keys) {
      Storage storage = key instanceof String name ? pickle.storages().get(name) : null;
      long count = whole(in, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      long most = Math.min(Files.size(path), Integer.MAX_VALUE - Long.BYTES);
      if (storage == null || count != storage.count() || storage.bytes() > most) {
        throw WeightsException.of(
            path, "has a storage of " + count + " numbers that is told otherwise");
      }
      if (needed.contains(storage.key())) {
        ByteBuffer bytes = whole(in, (int) storage.bytes());
        read.put(storage.key(), bytes.order(ByteOrder.LITTLE_ENDIAN));
      } else {
        in.skipNBytes(storage.bytes());
      }
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, StoredTensor> entry : state.entrySet()) {
      ByteBuffer bytes = read.get(entry.getValue().storage().key());
      if (bytes == null) {
        throw WeightsException.of(path, "has no numbers for \"" + entry.getKey() + "\"");
      }
      tensors.add(entry.getValue().read(path, entry.getKey(), bytes));
    }
    return file(tensors, found, pickle);
  }

  private TorchState.Found needed(Object root) {
    TorchState.Found found = TorchState.in(root, path);
    WeightsException.ifTooMany(
        path, found.tensors().values().stream().mapToDouble(StoredTensor::numbers).sum());
    return found;
  }
}

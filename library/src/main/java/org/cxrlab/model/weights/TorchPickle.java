package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.cxrlab.model.weights.StoredTensor.Storage;
import org.cxrlab.model.weights.StoredTensor.Type;

/**
 * Reads the pickle of a state_dict. A pickle is a program that may call anything; here it may call
 * what a state_dict is made of, and whatever else it names is refused before it is called.
 */
final class TorchPickle extends Unpickler {
  private static final int LONGEST_TEXT = 1 << 20;

  /** A checkpoint of a DenseNet121, with its optimiser, takes less than a tenth of this. */
  private static final int MOST_STEPS = 2_000_000;

  private static final Map<String, Type> STORAGES =
      Map.ofEntries(
          storage(Type.of(StoredPrecision.F32, "FloatStorage")),
          storage(Type.of(StoredPrecision.F64, "DoubleStorage")),
          storage(Type.of(StoredPrecision.F16, "HalfStorage")),
          storage(Type.of(StoredPrecision.BF16, "BFloat16Storage")),
          storage(Type.whole(8, "LongStorage")),
          storage(Type.whole(4, "IntStorage")),
          storage(Type.whole(2, "ShortStorage")),
          storage(Type.whole(1, "CharStorage")),
          storage(Type.whole(1, "ByteStorage")),
          storage(Type.whole(1, "BoolStorage")));

  private final Map<String, IObjectConstructor> calls =
      Map.of(
          "collections.OrderedDict", this::ordered,
          "torch._utils._rebuild_tensor", TorchPickle::tensor,
          "torch._utils._rebuild_tensor_v2", TorchPickle::tensor,
          "torch._utils._rebuild_parameter", arguments -> arguments[0]);

  private final Path file;
  private final Map<String, Storage> storages = new HashMap<>();
  private int steps;

  /** A reader of a file's pickles; the file is named in messages. */
  TorchPickle(Path file) {
    this.file = file;
  }

  /** The storages that were met so far, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  /** The next pickle of a stream that can be marked. */
  Object next(InputStream in) throws IOException {
    try {
      return load(in);
    } catch (WeightsException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library says with exceptions of many kinds that the bytes make no sense.
      throw WeightsException.of(file, "holds a pickle that is damaged");
    } catch (IOException e) {
      // The library says so, too, of a stream that ends too early.
      if (in.read() < 0) {
        throw WeightsException.of(file, "ends within its pickle; it was cut off");
      }
      throw e;
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    // Each may leave something in memory that is far larger than its one byte.
    if (++steps > MOST_STEPS) {
      throw WeightsException.of(file, "holds a pickle with more in it than weights have");
    }
    switch (opcode) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(allowed(module + "." + PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = text(stack.pop());
        stack.add(allowed(text(stack.pop()) + "." + name));
      }
      case Opcodes.INST -> {
        String module = PickleUtils.readline(input);
        throw refused(module + "." + PickleUtils.readline(input));
      }
      // What an object carries beside its items; a state_dict's versions are of no use here.
      case Opcodes.BUILD -> stack.pop();
      case Opcodes.DICT -> stack.add(put(new LinkedHashMap<>(), stack.pop_all_since_marker()));
      case Opcodes.SETITEMS -> {
        List<Object> items = stack.pop_all_since_marker();
        put(dictionary(stack.peek()), items);
      }
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        List<Object> item = Arrays.asList(stack.pop(), value);
        put(dictionary(stack.peek()), item);
      }
      case Opcodes.EMPTY_SET, Opcodes.ADDITEMS, Opcodes.FROZENSET ->
          throw WeightsException.of(
              file, "holds a set in its pickle, which weights have no need of");
      default -> {
        checkLength(opcode);
        return super.dispatch(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  private Object allowed(String name) {
    if (STORAGES.containsKey(name)) {
      return STORAGES.get(name);
    }
    if (calls.containsKey(name)) {
      return calls.get(name);
    }
    throw refused(name);
  }

  private WeightsException refused(String name) {
    return WeightsException.of(
        file,
        "wants to call "
            + name
            + ", which weights have no need of and which could run any code; save the network's"
            + " state_dict() alone");
  }

  @SuppressWarnings("unchecked") // whatever its keys are, these may stand beside them
  private static Map<Object, Object> dictionary(Object top) {
    return (Map<Object, Object>) top;
  }

  private Map<Object, Object> put(Map<Object, Object> dictionary, List<Object> keysAndValues) {
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      // As in Python; and one that holds itself would be searched for ever.
      if (key instanceof Collection || key instanceof Map) {
        throw WeightsException.of(file, "has a list for a key in its pickle");
      }
      dictionary.put(key, keysAndValues.get(i + 1));
    }
    return dictionary;
  }

  private String text(Object told) {
    if (told instanceof String text) {
      return text;
    }
    throw WeightsException.of(file, "has something else where its pickle must have a name");
  }

  /** Asks how long a text is before room is made for it. */
  private void checkLength(short opcode) throws IOException {
    int bytes =
        switch (opcode) {
          case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES, Opcodes.LONG4 -> 4;
          case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> 8;
          default -> 0;
        };
    if (bytes > 0) {
      input.mark(bytes);
      byte[] little = input.readNBytes(bytes);
      input.reset();
      long length = 0;
      for (int i = little.length - 1; i >= 0; i--) {
        length = length << 8 | little[i] & 0xff;
      }
      if (length < 0 || length > LONGEST_TEXT) {
        throw WeightsException.of(
            file, "claims a text of " + Long.toUnsignedString(length) + " bytes in its pickle");
      }
    }
  }

  @Override
  protected Object persistentLoad(Object id) {
    if (id instanceof Object[] parts
        && parts.length >= 5
        && "storage".equals(parts[0])
        && parts[1] instanceof Type type
        && (parts.length == 5 || parts[5] == null)) {
      long count = ((Number) parts[4]).longValue();
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw WeightsException.of(file, "claims a storage of " + count + " numbers");
      }
      Storage storage = new Storage(type, text(parts[2]), count);
      storages.put(storage.key(), storage);
      return storage;
    }
    throw WeightsException.of(file, "refers to something else than numbers in its pickle");
  }

  private static Map.Entry<String, Type> storage(Type type) {
    return Map.entry("torch." + type.name(), type);
  }

  private Object ordered(Object[] arguments) {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (arguments.length > 0) {
      for (Object pair : (List<?>) arguments[0]) {
        put(
            dictionary,
            pair instanceof List<?> list ? List.copyOf(list) : List.of((Object[]) pair));
      }
    }
    return dictionary;
  }

  private static Object tensor(Object[] arguments) {
    return new StoredTensor(
        Objects.requireNonNull((Storage) arguments[0]),
        ((Number) arguments[1]).longValue(),
        longs((Object[]) arguments[2]),
        longs((Object[]) arguments[3]));
  }

  private static long[] longs(Object[] numbers) {
    return Arrays.stream(numbers).mapToLong(n -> ((Number) n).longValue()).toArray();
  }
}

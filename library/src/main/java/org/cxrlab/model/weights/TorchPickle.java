package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.StoredTensor.Storage;
import org.cxrlab.model.weights.StoredTensor.Type;

/**
 * Reads a pickle of PyTorch's. A pickle is a program that may call anything. Here nothing is
 * called: dictionaries and what makes a tensor have a meaning, and whatever else it names becomes
 * an {@link Inert} placeholder that knows its name and its parts, so that a state_dict is found
 * beside or within it.
 */
final class TorchPickle extends Unpickler {
  private static final int LONGEST_TEXT = 1 << 20;

  /** A number of more digits takes long to read, and no checkpoint has one. */
  private static final int LONGEST_NUMBER = 1000;

  /** A checkpoint of a DenseNet121, with its optimiser, takes less than a tenth of this. */
  private static final int MOST_STEPS = 2_000_000;

  private static final Map<String, Type> STORAGES =
      Map.ofEntries(
          storage(Type.of(StoredPrecision.F32, "FloatStorage")),
          storage(Type.of(StoredPrecision.F64, "DoubleStorage")),
          storage(Type.of(StoredPrecision.F16, "HalfStorage")),
          storage(Type.of(StoredPrecision.BF16, "BFloat16Storage")),
          storage(Type.whole(16, "ComplexDoubleStorage")),
          storage(Type.whole(8, "ComplexFloatStorage")),
          storage(Type.whole(8, "LongStorage")),
          storage(Type.whole(4, "IntStorage")),
          storage(Type.whole(4, "QInt32Storage")),
          storage(Type.whole(2, "ShortStorage")),
          storage(Type.whole(1, "CharStorage")),
          storage(Type.whole(1, "ByteStorage")),
          storage(Type.whole(1, "QInt8Storage")),
          storage(Type.whole(1, "QUInt8Storage")),
          storage(Type.whole(1, "BoolStorage")));

  private final Map<String, IObjectConstructor> calls =
      Map.of(
          "collections.OrderedDict", this::dictionary,
          "collections.defaultdict", arguments -> new LinkedHashMap<>(),
          "collections.Counter", this::dictionary,
          "builtins.dict", this::dictionary,
          "__builtin__.dict", this::dictionary,
          "torch._utils._rebuild_tensor", TorchPickle::tensor,
          "torch._utils._rebuild_tensor_v2", TorchPickle::tensor,
          "torch._utils._rebuild_parameter", arguments -> arguments[0],
          "torch._utils._rebuild_parameter_with_state", arguments -> arguments[0],
          "torch._tensor._rebuild_from_type_v2", TorchPickle::ofAnotherType);

  private final Path file;
  private final Map<String, Storage> storages = new HashMap<>();
  private final Set<String> named = new LinkedHashSet<>();
  private int steps;

  /** A reader of a file's pickles; the file is named in messages. */
  TorchPickle(Path file) {
    this.file = file;
  }

  /** The storages that were met so far, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  /** What the pickles named so far and what has no meaning here: "argparse.Namespace". */
  Set<String> named() {
    return named;
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
    count(1);
    switch (opcode) {
      case Opcodes.GLOBAL -> stack.add(global(line(), line()));
      case Opcodes.STACK_GLOBAL -> {
        String name = text(stack.pop());
        stack.add(global(text(stack.pop()), name));
      }
      case Opcodes.INST -> {
        Object made = global(line(), line());
        stack.add(made(made, stack.pop_all_since_marker().toArray()));
      }
      case Opcodes.OBJ -> {
        List<Object> parts = stack.pop_all_since_marker();
        stack.add(made(parts.get(0), parts.subList(1, parts.size()).toArray()));
      }
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Object[] arguments = (Object[]) stack.pop();
        stack.add(made(stack.pop(), arguments));
      }
      case Opcodes.NEWOBJ_EX -> {
        Object named = stack.pop();
        Object[] arguments = (Object[]) stack.pop();
        Object made = made(stack.pop(), arguments);
        add(made, named);
        stack.add(made);
      }
      case Opcodes.EXT1, Opcodes.EXT2, Opcodes.EXT4 -> {
        input.skipNBytes(opcode == Opcodes.EXT4 ? 4 : opcode - Opcodes.EXT1 + 1);
        stack.add(new Inert.Callable("a class by its number in copyreg"));
      }
      // A state_dict's own state, its versions, is of no use here; a module's is what it holds.
      case Opcodes.BUILD -> {
        Object state = stack.pop();
        if (stack.peek() instanceof Inert object) {
          object.take(state);
        }
      }
      case Opcodes.APPEND -> {
        Object member = stack.pop();
        add(stack.peek(), member);
      }
      case Opcodes.APPENDS, Opcodes.ADDITEMS -> {
        List<Object> members = stack.pop_all_since_marker();
        Object whole = stack.peek();
        members.forEach(member -> add(whole, member));
      }
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.EMPTY_SET -> stack.add(new Inert("set"));
      case Opcodes.FROZENSET ->
          stack.add(new Inert("frozenset", stack.pop_all_since_marker().toArray()));
      case Opcodes.DICT -> stack.add(put(new LinkedHashMap<>(), stack.pop_all_since_marker()));
      case Opcodes.SETITEMS -> {
        List<Object> items = stack.pop_all_since_marker();
        put(items(stack.peek()), items);
      }
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        List<Object> item = Arrays.asList(stack.pop(), value);
        put(items(stack.peek()), item);
      }
      default -> {
        checkLength(opcode);
        return super.dispatch(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  private void count(int more) {
    steps += more;
    if (steps > MOST_STEPS || steps < 0) {
      throw WeightsException.of(file, "holds a pickle with more in it than weights have");
    }
  }

  private Object global(String module, String name) {
    String whole = module + "." + name;
    if (STORAGES.containsKey(whole)) {
      return STORAGES.get(whole);
    }
    if (calls.containsKey(whole)) {
      return calls.get(whole);
    }
    named.add(whole);
    return new Inert.Callable(whole);
  }

  private static Object made(Object by, Object... arguments) {
    if (by instanceof IObjectConstructor constructor) {
      return constructor.construct(arguments);
    }
    return new Inert(by instanceof Inert object ? object.name() : "something unnamed", arguments);
  }

  @SuppressWarnings("unchecked") // whatever its members are, these may stand beside them
  private static void add(Object whole, Object member) {
    if (whole instanceof Inert object) {
      object.take(member);
    } else {
      ((List<Object>) whole).add(member);
    }
  }

  @SuppressWarnings("unchecked") // whatever its keys are, these may stand beside them
  private static Map<Object, Object> items(Object whole) {
    return whole instanceof Inert object ? object.items() : (Map<Object, Object>) whole;
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

  private String line() throws IOException {
    checkLine(LONGEST_NUMBER, "a name");
    return PickleUtils.readline(input);
  }

  /** Asks how long a text or a number is before room is made for it. */
  private void checkLength(short opcode) throws IOException {
    switch (opcode) {
      case Opcodes.INT, Opcodes.LONG, Opcodes.FLOAT, Opcodes.GET, Opcodes.PUT ->
          checkLine(LONGEST_NUMBER, "a number");
      case Opcodes.STRING, Opcodes.UNICODE, Opcodes.PERSID -> checkLine(LONGEST_TEXT, "a text");
      case Opcodes.LONG4 -> checkBytes(4, LONGEST_NUMBER, "a number");
      case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES ->
          checkBytes(4, LONGEST_TEXT, "a text");
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 ->
          checkBytes(8, LONGEST_TEXT, "a text");
      default -> {
        // Of a length that its one byte tells.
      }
    }
  }

  private void checkBytes(int bytes, long most, String what) throws IOException {
    input.mark(bytes);
    byte[] little = input.readNBytes(bytes);
    input.reset();
    long length = 0;
    for (int i = little.length - 1; i >= 0; i--) {
      length = length << 8 | little[i] & 0xff;
    }
    if (length < 0 || length > most) {
      throw WeightsException.of(
          file, Text.format("claims %s of %s bytes in its pickle", what, number(length)));
    }
  }

  private static String number(long length) {
    return Long.toUnsignedString(length);
  }

  private void checkLine(int most, String what) throws IOException {
    input.mark(most + 1);
    int read = 0;
    for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      if (++read > most) {
        throw WeightsException.of(
            file, Text.format("has %s of more than %,d characters in its pickle", what, most));
      }
    }
    input.reset();
  }

  @Override
  protected Object persistentLoad(Object id) {
    Object[] parts = id instanceof Object[] array ? array : new Object[] {id};
    if (parts.length >= 5
        && "storage".equals(parts[0])
        && (parts.length == 5 || parts[5] == null)
        && parts[4] instanceof Number number) {
      Type type = parts[1] instanceof Type known ? known : Type.whole(1, "another kind of storage");
      long count = number.longValue();
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw WeightsException.of(file, "claims a storage of " + count + " numbers");
      }
      Storage storage = new Storage(type, text(parts[2]), count);
      storages.put(storage.key(), storage);
      return storage;
    }
    // The first versions wrote the source of each module's class beside it.
    return parts.length >= 2 && "module".equals(parts[0])
        ? parts[1]
        : new Inert("something outside of its pickle");
  }

  private static Map.Entry<String, Type> storage(Type type) {
    return Map.entry("torch." + type.name(), type);
  }

  private Object dictionary(Object... arguments) {
    Map<Object, Object> made = new LinkedHashMap<>();
    if (arguments.length > 0 && arguments[0] instanceof Map<?, ?> map) {
      count(map.size());
      made.putAll(map);
    } else if (arguments.length > 0) {
      // The same list may be given again and again.
      count(((List<?>) arguments[0]).size());
      for (Object pair : (List<?>) arguments[0]) {
        put(
            made,
            pair instanceof List<?> list ? new ArrayList<>(list) : Arrays.asList((Object[]) pair));
      }
    }
    return made;
  }

  private static Object tensor(Object... arguments) {
    if (!(arguments[0] instanceof Storage storage)) {
      return new Inert("a tensor without its numbers");
    }
    return new StoredTensor(
        storage,
        ((Number) arguments[1]).longValue(),
        longs((Object[]) arguments[2]),
        longs((Object[]) arguments[3]));
  }

  /** A tensor of a class of its own is what its plain one is. */
  private static Object ofAnotherType(Object... arguments) {
    return made(arguments[0], (Object[]) arguments[2]);
  }

  private static long[] longs(Object... numbers) {
    return Arrays.stream(numbers).mapToLong(n -> ((Number) n).longValue()).toArray();
  }
}

package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.batch.NativeMemory;

/**
 * A TorchScript module made from its source: the way to operations of libtorch that DJL has no name
 * for. The source is in the form in which TorchScript stores it, a class without attributes other
 * than "training". Kept for the life of the process.
 */
public final class TorchScript {
  /** As a pickle: an empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private final PtSymbolBlock module;

  private TorchScript(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * The module of a class.
   *
   * @param name of the class
   * @param source of the class
   */
  public static TorchScript of(String name, String source) {
    try {
      return new TorchScript(
          JniUtils.loadModule(
              (PtNDManager) NativeMemory.newManager(),
              new ByteArrayInputStream(archive(name, source)),
              false,
              false));
    } catch (IOException e) {
      throw new UncheckedIOException("The operations of " + name + " can't be made.", e);
    }
  }

  /**
   * The module of a class whose source stands among the library's files.
   *
   * @param name of the class, and of the file, which ends in ".py"
   * @param more files with further methods of the class
   */
  static TorchScript ofResource(String name, String... more) {
    StringBuilder source = new StringBuilder(resource(name));
    Stream.of(more).forEach(file -> source.append(resource(file)));
    return of(name, source.toString());
  }

  private static String resource(String name) {
    try (InputStream in = TorchScript.class.getResourceAsStream(name + ".py")) {
      if (in == null) {
        throw new IllegalStateException(name + ".py is not among the library's files.");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ".py can't be read.", e);
    }
  }

  /** The module in TorchScript's file format: a zip archive of its code and its state. */
  private static byte[] archive(String name, String source) throws IOException {
    // As a pickle: an object of the class whose attribute "training" is false.
    String object = "\u0080\u0002c__torch__\n" + name + "\n)\u0081}X\b\0\0\0training\u0089sb.";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", object);
      put(zip, "code/__torch__.py", source);
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", "3\n");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry("module/" + name));
    zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    zip.closeEntry();
  }

  /** What "forward" makes of an array, so that gradients pass; belongs to the array's manager. */
  NDArray forward(NDArray x) {
    // "true" although this may be no training: otherwise nothing that comes of it has a gradient.
    NDArray result = IValueUtils.forward(module, new NDList(x), true).singletonOrThrow();
    result.attach(x.getManager());
    return result;
  }

  /**
   * Calls a method outside of the gradient graph. Its arrays may be written to by other methods,
   * but nothing with a gradient may be made of them without a copy.
   *
   * @param owner of the arrays that it returns
   * @param arguments arrays, lists of arrays, numbers, lists of whole numbers, booleans and texts
   * @return the arrays that it returns, none if it returns nothing
   */
  public List<NDArray> call(NDManager owner, String method, Object... arguments) {
    List<IValue> values = new ArrayList<>();
    try {
      for (Object argument : arguments) {
        values.add(value(argument));
      }
      try (IValue result = IValueUtils.runMethod(module, method, values.toArray(IValue[]::new))) {
        if (result.isTensor()) {
          return List.of(result.toTensor((PtNDManager) owner));
        }
        return result.isTensorList()
            ? List.of(result.toTensorArray((PtNDManager) owner))
            : List.of();
      }
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    } else if (argument instanceof Long number) {
      return IValue.from(number);
    } else if (argument instanceof Double number) {
      return IValue.from(number);
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    } else if (argument instanceof String text) {
      return IValue.from(text);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
    throw new IllegalArgumentException("TorchScript takes no " + argument + " from here.");
  }
}

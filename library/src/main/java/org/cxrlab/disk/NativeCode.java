package org.cxrlab.disk;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cxrlab.Sha256;
import org.slf4j.LoggerFactory;

/**
 * Native code that comes in jars. Left to itself each library unpacks its own into the temporary
 * folder whenever a process starts, fails where that is full, and leaves it there when the process
 * is killed; so it is unpacked to {@link CacheFolder}, and the library told where it is.
 */
public final class NativeCode {
  private NativeCode() {}

  /**
   * Has a system property name the folder in which native code lies, unless it is set already or
   * the jar has none for this system.
   *
   * @param property what the library looks at before it unpacks anything
   * @param of a class of the jar
   * @param resources the files that belong in one folder, by their paths in the jar
   * @throws UncheckedIOException if they can't be written anywhere
   */
  public static synchronized void place(String property, Class<?> of, String... resources) {
    if (System.getProperty(property) != null) {
      return;
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    var contents = new Sha256();
    for (String resource : resources) {
      try (InputStream in = of.getResourceAsStream(resource)) {
        if (in == null) {
          return;
        }
        byte[] bytes = in.readAllBytes();
        contents.add(new ByteArrayInputStream(bytes));
        files.put(resource.substring(resource.lastIndexOf('/') + 1), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("The jar of " + of.getName() + " can't be read.", e);
      }
    }
    String name = files.keySet().iterator().next() + "-" + contents.shortDigits();
    Path folder =
        CacheFolder.use(
            cache -> WholeFolder.fill(cache.resolve(name), draft -> files.forEach(draft::write)));
    System.setProperty(property, folder.toString());
  }

  /**
   * A library of the system, called by JNA.
   *
   * @throws LinkageError if it is not there, or JNA can't be loaded
   */
  public static <T extends Library> T load(String name, Class<T> functions) {
    String file = System.mapLibraryName("jnidispatch").replace(".dylib", ".jnilib");
    try {
      place(
          "jna.boot." + "library.path",
          Platform.class,
          "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + file);
    } catch (UncheckedIOException e) {
      LoggerFactory.getLogger(NativeCode.class).debug("JNA unpacks for itself: {}", e.getMessage());
    }
    return Native.load(name, functions);
  }
}

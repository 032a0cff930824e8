package org.cxrlab.batch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import com.sun.jna.Library;
import com.sun.jna.Platform;
import java.io.IOException;
import org.cxrlab.CxrlabException;
import org.cxrlab.FastPath;
import org.cxrlab.disk.NativeCode;
import org.slf4j.LoggerFactory;

/**
 * Where native arrays come from. On Linux the C library gives large blocks back to the system as
 * soon as they are free, and takes them again page by page: some 350,000 page faults in one
 * training step at 320 x 320. Told to keep them, a step takes about two thirds of the time. {@code
 * -Dcxrlab.allocator=false} leaves the C library as it is.
 */
public final class NativeMemory {
  private static final FastPath SWITCH = new FastPath("cxrlab.allocator");

  private static final String DESCRIPTION;

  static {
    if (!SWITCH.isOn()) {
      DESCRIPTION = "the system's; " + SWITCH.off("keeping freed memory");
    } else {
      DESCRIPTION =
          Platform.isLinux() && keepFreedBlocks()
              ? "glibc, told to keep freed memory"
              : "the system's; keeping freed memory needs glibc";
    }
  }

  private NativeMemory() {}

  /**
   * A new top-level manager on the CPU; whoever asked for it closes it. All that computes begins
   * here, so the engine is loaded by the first call.
   *
   * @throws CxrlabException if the system can't load the engine
   */
  public static NDManager newManager() {
    EngineFolder.tidyOnce();
    try {
      return NDManager.newBaseManager(Device.cpu());
    } catch (EngineException | LinkageError e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      throw new CxrlabException(
          "PyTorch's library, which computes the networks, can't be " + reason(first), first);
    }
  }

  private static String reason(Throwable first) {
    return first instanceof IOException
        ? "unpacked to "
            + Utils.getEngineCacheDir()
            + "; set DJL_CACHE_DIR to a folder that can be written to and has 1 GB free."
        : "loaded on this computer: "
            + String.valueOf(first.getMessage()).lines().findFirst().orElse("")
            + ". ./cxrlab doctor shows what there is and what is missing.";
  }

  /** What native memory comes from, in words. */
  public static String description() {
    return DESCRIPTION;
  }

  private static boolean keepFreedBlocks() {
    try {
      C c = NativeCode.load("c", C.class);
      c.mallopt(C.ARENA_MAX, 1);
      c.mallopt(C.MMAP_MAX, 0);
      c.mallopt(C.TRIM_THRESHOLD, Integer.MAX_VALUE);
      c.mallopt(C.TOP_PAD, 256 << 20);
      return true;
    } catch (LinkageError e) {
      // A Linux whose C library is not glibc, or where JNA does not load: everything works, a step
      // merely takes longer.
      LoggerFactory.getLogger(NativeMemory.class).debug("no mallopt: {}", e.getMessage());
      return false;
    }
  }

  /** The part of glibc that is used; the numbers are those of malloc.h. */
  interface C extends Library {
    int TRIM_THRESHOLD = -1;
    int TOP_PAD = -2;
    int MMAP_MAX = -4;
    int ARENA_MAX = -8;

    /** Sets one parameter of the allocator; returns 1 on success. */
    int mallopt(int parameter, int value);
  }
}

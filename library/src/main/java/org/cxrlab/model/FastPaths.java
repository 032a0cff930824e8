package org.cxrlab.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.image.Unpacking;

/**
 * What makes networks, and reading films, faster on this machine than the straight way. Each
 * chooses itself where it works, gives the same numbers, and has a system property that turns it
 * off; without all of them everything works, in more time and memory.
 */
public final class FastPaths {
  private FastPaths() {}

  /** What each of them does here, in words, by what it makes faster. */
  public static Map<String, String> onThisMachine() {
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("predictions", FoldedNetwork.description(Precision.FP32));
    paths.put(
        "predictions in int8",
        (FoldedNetwork.serves(Precision.INT8) ? "" : "none, as they are ")
            + FoldedNetwork.description(Precision.INT8));
    paths.put("training", TrainingPass.description());
    paths.put("threads", FilmTasks.description());
    paths.put("trainings at once", Turns.description());
    paths.put("heat maps", HeadGradient.description());
    paths.put("layout", MemoryLayout.description());
    paths.put("allocator", NativeMemory.description());
    paths.put("reading PNG", Unpacking.description());
    paths.put(
        "bfloat16",
        Processor.hasBfloat16()
            ? "in the processor: Precision.BF16 is about twice as fast"
            : "not in the processor: Precision.BF16 takes many times as long as FP32 here");
    return paths;
  }
}

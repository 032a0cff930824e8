package org.cxrlab.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the processor can do, and which of them are for use, as far as the system tells. {@code
 * -Dcxrlab.isa=avx2} has it do no more than that, to measure what others have.
 */
final class Processor {
  private static final Path TOLD = Path.of("/proc/cpuinfo");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern ALLOWED =
      Pattern.compile("^Cpus_allowed_list:\\s*(\\S+)$", Pattern.MULTILINE);

  private Processor() {}

  /** Whether it multiplies bfloat16 itself, and mixed precision so is faster than single. */
  static boolean hasBfloat16() {
    return Flags.OF_THIS.contains("avx512_bf16") || Flags.OF_THIS.contains("amx_bf16");
  }

  /** Whether it multiplies 16 numbers in single precision at once, and not 8. */
  static boolean hasAvx512() {
    return Flags.OF_THIS.contains("avx512f");
  }

  /** Whether it adds up products of 8 bits itself, and whole numbers so are faster still. */
  static boolean hasEightBits() {
    return Flags.OF_THIS.contains("avx512_vnni") || Flags.OF_THIS.contains("avx_vnni");
  }

  /** Which processors this process may use, as Linux writes it, like "0-3,6"; elsewhere nothing. */
  static Optional<String> allowed() {
    try {
      return ALLOWED
          .matcher(Files.readString(STATUS))
          .results()
          .findFirst()
          .map(list -> list.group(1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The flags that Linux gives, read when they are first asked for; elsewhere there are none. */
  private static final class Flags {
    static final Set<String> OF_THIS =
        "avx2".equals(System.getProperty("cxrlab.isa")) ? Set.of("avx2") : read();

    private static Set<String> read() {
      try (var lines = Files.lines(TOLD)) {
        return lines
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> Set.copyOf(Arrays.asList(line.split("\\s+"))))
            .orElse(Set.of());
      } catch (IOException e) {
        return Set.of();
      }
    }
  }
}

package org.cxrlab.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.cxrlab.Sha256;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.PictureException;

/**
 * Files that hold the same picture. Files of one size are compared by their SHA-256; of those that
 * differ, each is decoded once for a check sum of its size and its grey values, and where two have
 * the same, the grey values themselves decide.
 */
final class SameFiles {
  /** Grey values are compared to this many levels: colours become grey with a rounding error. */
  private static final int LEVELS = 65_535;

  /**
   * Files with the same picture.
   *
   * @param files in the order in which they were given, two at least
   * @param sameBytes whether their bytes are the same, else only their pixels are
   */
  record Group(List<Path> files, boolean sameBytes) {}

  private record Sum(int width, int height, long levels) {}

  private record Summed(Path file, Optional<Sum> sum) {}

  private final List<Group> groups = new ArrayList<>();
  private final List<Path> unreadable = new ArrayList<>();

  private SameFiles() {}

  /** Compares files, each given once. */
  static SameFiles among(Collection<Path> files) {
    var same = new SameFiles();
    // The first of files with the same bytes stands for all of them.
    Map<Path, List<Path>> alike = same.byBytes(List.copyOf(files));
    same.byPixels(alike);
    return same;
  }

  List<Group> groups() {
    return groups;
  }

  /** Files that are missing, or are no picture that can be read. */
  List<Path> unreadable() {
    return unreadable;
  }

  private Map<Path, List<Path>> byBytes(List<Path> files) {
    Map<Path, Integer> order = new HashMap<>();
    files.forEach(file -> order.put(file, order.size()));
    Map<Path, List<Path>> alike = new TreeMap<>(Comparator.comparing(order::get));
    Map<Long, List<Path>> bySize = grouped(files, SameFiles::size);
    unreadable.addAll(bySize.getOrDefault(-1L, List.of()));
    bySize.remove(-1L);
    for (List<Path> ofOneSize : bySize.values()) {
      if (ofOneSize.size() == 1) {
        alike.put(ofOneSize.get(0), ofOneSize);
      } else {
        grouped(ofOneSize, SameFiles::digits).values().forEach(one -> alike.put(one.get(0), one));
      }
    }
    return alike;
  }

  private void byPixels(Map<Path, List<Path>> alike) {
    List<Summed> summed = alike.keySet().parallelStream().map(SameFiles::sum).toList();
    summed.stream()
        .filter(one -> one.sum.isEmpty())
        .forEach(one -> unreadable.addAll(alike.get(one.file)));
    Map<Optional<Sum>, List<Path>> bySum =
        summed.stream()
            .collect(
                Collectors.groupingBy(
                    Summed::sum,
                    LinkedHashMap::new,
                    Collectors.mapping(Summed::file, Collectors.toList())));
    bySum.forEach(
        (sum, files) ->
            (sum.isEmpty() ? files.stream().map(List::of).toList() : exactly(files))
                .forEach(one -> addGroup(one, alike)));
  }

  private void addGroup(List<Path> samePixels, Map<Path, List<Path>> alike) {
    List<Path> all = samePixels.stream().flatMap(file -> alike.get(file).stream()).toList();
    if (all.size() > 1) {
      groups.add(new Group(all, samePixels.size() == 1));
    }
  }

  /** Files with the same check sum, by what they hold indeed. */
  private static List<List<Path>> exactly(List<Path> files) {
    List<List<Path>> same = new ArrayList<>();
    for (Path file : files) {
      same.stream()
          .filter(group -> samePixels(group.get(0), file))
          .findFirst()
          .orElseGet(
              () -> {
                same.add(new ArrayList<>());
                return same.get(same.size() - 1);
              })
          .add(file);
    }
    return same;
  }

  private static boolean samePixels(Path one, Path other) {
    return Arrays.equals(levels(GrayImage.read(one)), levels(GrayImage.read(other)));
  }

  private static <K> Map<K, List<Path>> grouped(List<Path> files, Function<Path, K> key) {
    Map<Path, K> keys =
        files.parallelStream().collect(Collectors.toConcurrentMap(file -> file, key));
    Map<K, List<Path>> groups = new LinkedHashMap<>();
    files.forEach(
        file -> groups.computeIfAbsent(keys.get(file), k -> new ArrayList<>(1)).add(file));
    return groups;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      // It is told of as a film that can't be read.
      return -1;
    }
  }

  private static String digits(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      // Equal to nothing; it is told of as a film that can't be read.
      return file.toString();
    }
  }

  private static Summed sum(Path file) {
    try {
      GrayImage image = GrayImage.read(file);
      var sum = new CRC32C();
      short[] levels = levels(image);
      ByteBuffer bytes = ByteBuffer.allocate(levels.length * Short.BYTES);
      bytes.asShortBuffer().put(levels);
      sum.update(bytes);
      return new Summed(file, Optional.of(new Sum(image.width(), image.height(), sum.getValue())));
    } catch (PictureException e) {
      // It is told of as a film that can't be read.
      return new Summed(file, Optional.empty());
    }
  }

  private static short[] levels(GrayImage image) {
    float[] pixels = image.pixels();
    short[] levels = new short[pixels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (short) Math.round(pixels[i] * LEVELS);
    }
    return levels;
  }
}

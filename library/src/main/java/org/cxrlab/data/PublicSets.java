package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;

/** The public data sets that are read as they are published. */
final class PublicSets {
  static final PublicSet CHEXPERT = new ChexpertSet();
  static final PublicSet MIMIC_CXR = new MimicCxrSet();
  static final PublicSet PADCHEST = new PadChestSet();
  static final PublicSet VINDR = new VinDrSet();

  static final PublicSet RSNA = new RsnaSet();
  static final PublicSet SIIM = new SiimSet();
  static final PublicSet OPEN_I = new OpenISet();
  static final PublicSet COVID = new CovidSet();
  static final PublicSet SHENZHEN = new TuberculosisSet();

  private static final List<PublicSet> ALL =
      List.of(CHEXPERT, MIMIC_CXR, PADCHEST, VINDR, RSNA, SIIM, OPEN_I, COVID, SHENZHEN);

  private static final Set<FileKind> OWN = EnumSet.of(FileKind.PICTURE, FileKind.TABLE);

  /** How far below a folder a set is looked for: site, files, set and version, as PhysioNet has. */
  private static final int LEVELS = 4;

  /** Folders that downloads put around a set are few; more of them are patients or studies. */
  private static final int WRAPPERS = 100;

  private PublicSets() {}

  /** A data set and the folder in which it lies. */
  private record Found(PublicSet set, Path root) {}

  /**
   * The films of a folder that is a public data set, or that has one in a folder in it, some levels
   * down as downloads leave it, and no table and picture on the way there; empty for any other
   * folder.
   *
   * @throws IllegalArgumentException if several sets lie in it
   */
  static Optional<Films> open(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<Found> found = in(List.of(folder), ALL);
    if (found.isEmpty() && !hasOwnFilms(folder)) {
      found = below(folder, ALL);
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          Text.format(
              "%s holds several data sets: %s and %s; open one of these folders.",
              folder,
              found.get(0).root + " is " + found.get(0).set.name(),
              found.get(1).root + " is " + found.get(1).set.name()));
    }
    return found.stream().findFirst().map(one -> read(one, folder));
  }

  /**
   * The films of one public data set.
   *
   * @throws IllegalArgumentException if it lies neither in the folder nor some levels down in it
   */
  static Films read(PublicSet set, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder.toAbsolutePath() + "; check its name.");
    }
    return find(folder, List.of(set)).stream()
        .findFirst()
        .map(one -> read(one, folder))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "%s is not %s as it is published: that has %s.",
                        folder.toAbsolutePath(), set.name(), set.needs())));
  }

  private static Films read(Found found, Path opened) {
    var folder = new SetFolder(opened, found.root);
    folder.log().decided("the folder", "is read as " + found.set.name(), found.root.toString());
    return found.set.read(folder);
  }

  /** In the folder itself, or else below it. */
  private static List<Found> find(Path folder, List<PublicSet> sets) {
    List<Found> here = in(List.of(folder), sets);
    return here.isEmpty() ? below(folder, sets) : here;
  }

  /**
   * On the first level below a folder that has any. A folder with films of its own is not gone
   * into: what lies below is part of those.
   */
  private static List<Found> below(Path folder, List<PublicSet> sets) {
    Collection<Path> level = folders(List.of(folder));
    List<Found> found = in(level, sets);
    for (int depth = 2; found.isEmpty() && depth <= LEVELS && level.size() <= WRAPPERS; depth++) {
      // Of one that can't be listed the account of all files tells.
      level =
          folders(
              level.stream().filter(Files::isReadable).filter(one -> !hasOwnFilms(one)).toList());
      found = in(level, sets);
    }
    return found;
  }

  private static List<Found> in(Collection<Path> folders, List<PublicSet> sets) {
    return folders.stream().flatMap(folder -> in(folder, sets).stream()).toList();
  }

  private static Optional<Found> in(Path folder, List<PublicSet> sets) {
    return sets.stream()
        .filter(set -> set.isIn(folder))
        .map(set -> new Found(set, folder))
        .findFirst();
  }

  /** Whether a table or a picture lies in this very folder: then it is somebody's own. */
  private static boolean hasOwnFilms(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.anyMatch(entry -> OWN.contains(FileKind.of(SetTable.name(entry))));
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  /** Those in these that a listing goes through, each once, by the name without a link. */
  private static Collection<Path> folders(Collection<Path> outer) {
    Map<Path, Path> byReal = new LinkedHashMap<>();
    outer.stream()
        .flatMap(folder -> inner(folder).stream())
        .forEach(
            inner ->
                byReal.merge(
                    SetFolder.real(inner),
                    inner,
                    (one, other) -> Files.isSymbolicLink(one) ? other : one));
    return byReal.values();
  }

  private static List<Path> inner(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .filter(inner -> !FileKind.isSystemFolder(SetTable.name(inner)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  private static UncheckedIOException unlisted(Path folder, IOException cause) {
    return new UncheckedIOException("The folder " + folder + " can't be listed.", cause);
  }
}

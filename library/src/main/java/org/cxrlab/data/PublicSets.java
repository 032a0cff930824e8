package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private PublicSets() {}

  /** A data set and the folder in which it lies. */
  private record Found(PublicSet set, Path root) {}

  /**
   * The films of a folder that is a public data set, or that has one in a folder in it and no table
   * and picture beside that; empty for any other folder.
   *
   * @throws IllegalArgumentException if several sets lie in it
   */
  static Optional<Films> open(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<Found> found = in(folder, ALL);
    if (found.isEmpty() && !hasOwnFilms(folder)) {
      found = within(folder, ALL);
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
   * @throws IllegalArgumentException if it lies neither in the folder nor in one in it
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

  /** In the folder itself, or else in those in it. */
  private static List<Found> find(Path folder, List<PublicSet> sets) {
    List<Found> here = in(folder, sets);
    return here.isEmpty() ? within(folder, sets) : here;
  }

  private static List<Found> within(Path folder, List<PublicSet> sets) {
    List<Found> found = new ArrayList<>();
    for (Path inner : folders(folder)) {
      found.addAll(in(inner, sets));
    }
    return found;
  }

  private static List<Found> in(Path folder, List<PublicSet> sets) {
    return sets.stream()
        .filter(set -> set.isIn(folder))
        .map(set -> new Found(set, folder))
        .limit(1)
        .toList();
  }

  /** Whether a table or a picture lies in this very folder: then it is somebody's own. */
  private static boolean hasOwnFilms(Path folder) {
    return !entries(folder, entry -> OWN.contains(FileKind.of(SetTable.name(entry)))).isEmpty();
  }

  /** Those that a listing goes through, each once, under the name that it has without a link. */
  private static Collection<Path> folders(Path folder) {
    Map<Path, Path> byReal = new LinkedHashMap<>();
    entries(folder, Files::isDirectory).stream()
        .filter(inner -> !FileKind.isSystemFolder(SetTable.name(inner)))
        .forEach(
            inner ->
                byReal.merge(
                    SetFolder.real(inner),
                    inner,
                    (one, other) -> Files.isSymbolicLink(one) ? other : one));
    return byReal.values();
  }

  private static List<Path> entries(Path folder, DirectoryStream.Filter<Path> which) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, which)) {
      all.forEach(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }
}

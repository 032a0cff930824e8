package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.data.Pictures.Match;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.PictureException;

/**
 * Of folders that hold pictures of the same names, which one is meant: data sets are handed out in
 * several sizes, and films are copied. The folder is taken that has a picture for the most rows,
 * and thumbnails only where there is nothing else, for a nodule can't be seen in them. Of folders
 * that are alike in this, none is taken, as nothing tells which is meant.
 */
final class PictureVersions {
  /** Thumbnails are smaller than this on their shorter side, in pixels. */
  private static final int SMALL = 200;

  /** Versions of a data set are few; of more folders no picture is opened to see its size. */
  private static final int FEW = 20;

  private final List<List<Found>> left;

  /** Folders that were not taken, with the one that was and how many pictures of them fit. */
  private final Map<String, String> passedOver = new LinkedHashMap<>();

  private PictureVersions(List<List<Found>> left) {
    this.left = left;
  }

  /**
   * Chooses among the pictures that fit each row.
   *
   * @param names the rows' names; those with a path say by themselves which folder they mean
   * @param matches for each row; null where nothing fits
   */
  static PictureVersions of(List<String> names, Match[] matches) {
    var versions = new PictureVersions(new ArrayList<>(matches.length));
    List<Integer> undecided = new ArrayList<>();
    for (int row = 0; row < matches.length; row++) {
      List<Found> pictures = matches[row] == null ? List.of() : matches[row].pictures();
      versions.left.add(pictures);
      if (pictures.size() > 1 || pictures.size() == 1 && !saysFolder(names.get(row))) {
        undecided.add(row);
      }
    }
    versions.choose(undecided);
    return versions;
  }

  private static boolean saysFolder(String name) {
    return name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
  }

  /** The pictures that are left for a row: one if it is clear which is meant. */
  List<Found> of(int row) {
    return left.get(row);
  }

  void tell(SourceLog log) {
    passedOver.forEach(
        (folder, taken) ->
            log.decided(
                "folders",
                "have pictures of the same names as another, which was taken",
                folder + ": " + taken));
  }

  /** The folder that holds all of them: empty for the listed one, else ending with "/". */
  static String commonFolder(List<Found> pictures) {
    String common = null;
    for (Found picture : pictures) {
      String folder = picture.below();
      while (common != null && !folder.startsWith(common)) {
        common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
      }
      common = common == null ? folder : common;
    }
    return common == null ? "" : common;
  }

  /** A folder below the one in which versions part, and the rows that have a picture in it. */
  private final class Version {
    private final String folder;
    private final Set<Integer> rows = new HashSet<>();
    private Found first;
    private boolean rival;
    private boolean thumbnails;

    Version(String folder) {
      this.folder = folder;
    }

    void add(int row, Found picture) {
      rows.add(row);
      first = first == null ? picture : first;
    }
  }

  private void choose(List<Integer> rows) {
    List<Integer> open = rows.stream().filter(row -> left.get(row).size() > 1).toList();
    if (open.isEmpty()) {
      return;
    }
    String common = commonFolder(open.stream().flatMap(row -> left.get(row).stream()).toList());
    Map<String, Version> versions = new TreeMap<>();
    for (int row : rows) {
      for (Found picture : left.get(row)) {
        if (picture.below().startsWith(common)) {
          versions.computeIfAbsent(part(picture, common), Version::new).add(row, picture);
        }
      }
    }
    Set<String> kept = keep(versions, open, common);
    for (int row : rows) {
      if (left.get(row).stream().anyMatch(picture -> picture.below().startsWith(common))) {
        left.set(
            row,
            left.get(row).stream()
                .filter(picture -> kept.contains(part(picture, common)))
                .toList());
      }
    }
    if (versions.size() > 1) {
      versions.values().forEach(version -> chooseWithin(version, common));
    }
  }

  /** Rows of which several pictures lie in the same version: it has versions itself. */
  private void chooseWithin(Version version, String common) {
    List<Integer> within =
        version.rows.stream()
            .filter(
                row ->
                    !left.get(row).isEmpty()
                        && left.get(row).stream()
                            .allMatch(picture -> part(picture, common).equals(version.folder)))
            .sorted()
            .toList();
    choose(within);
  }

  /** The next folder on the way from the common one to a picture; empty if it lies in that one. */
  private static String part(Found picture, String common) {
    String below = picture.below();
    if (!below.startsWith(common)) {
      return below;
    }
    return below.substring(0, Math.max(common.length(), below.indexOf('/', common.length()) + 1));
  }

  private Set<String> keep(Map<String, Version> versions, List<Integer> open, String common) {
    Map<Version, Set<Version>> rivals = rivals(versions, open, common);
    long many = versions.values().stream().filter(version -> version.rival).count();
    if (many <= FEW) {
      versions.values().stream()
          .filter(version -> version.rival)
          .forEach(version -> version.thumbnails = small(version));
    }
    Comparator<Version> better =
        Comparator.comparing((Version version) -> version.thumbnails)
            .thenComparing(version -> -version.rows.size());
    Set<Version> taken = new HashSet<>();
    versions.values().stream()
        .sorted(better)
        .forEach(
            version -> {
              Optional<Version> winner =
                  rivals.getOrDefault(version, Set.of()).stream()
                      .filter(taken::contains)
                      .filter(other -> better.compare(other, version) < 0)
                      .findFirst();
              if (winner.isPresent()) {
                passedOver.put(shown(version), shown(winner.get()));
              } else {
                taken.add(version);
              }
            });
    Set<String> kept = new HashSet<>();
    taken.forEach(version -> kept.add(version.folder));
    return kept;
  }

  private static String shown(Version version) {
    return version.folder.isEmpty()
        ? "the folder itself"
        : version.folder.substring(0, version.folder.length() - 1);
  }

  /** Which versions have a picture for the same row. */
  private Map<Version, Set<Version>> rivals(
      Map<String, Version> versions, List<Integer> open, String common) {
    Map<Version, Set<Version>> rivals = new HashMap<>();
    for (int row : open) {
      List<Version> of =
          left.get(row).stream()
              .map(picture -> versions.get(part(picture, common)))
              .distinct()
              .limit(FEW)
              .toList();
      for (Version one : of) {
        for (Version other : of) {
          if (one != other) {
            one.rival = true;
            rivals.computeIfAbsent(one, v -> new HashSet<>()).add(other);
          }
        }
      }
    }
    return rivals;
  }

  /** By the first picture; one that can't be read is told of when it is used. */
  private static boolean small(Version version) {
    try {
      var image = GrayImage.read(version.first.file());
      return Math.min(image.width(), image.height()) < SMALL;
    } catch (PictureException e) {
      return false;
    }
  }
}

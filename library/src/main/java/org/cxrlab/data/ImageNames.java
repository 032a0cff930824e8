package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.data.Pictures.Fit;
import org.cxrlab.data.Pictures.Match;
import org.cxrlab.figure.Text;

/**
 * Which names in two tables mean the same picture, by the rules by which rows find their files: the
 * same name first, then a path that is the end of the other, other capitals, another ending or
 * none. What could mean several is not guessed.
 *
 * @param found the other table's name of each name that has one
 * @param remarks sentences on names that were not written alike, and on those that stayed open
 */
public record ImageNames(Map<String, String> found, List<String> remarks) {
  private static final int NAMED = 3;

  /** Copies map and list. */
  public ImageNames {
    found = Map.copyOf(found);
    remarks = List.copyOf(remarks);
  }

  /**
   * Matches names.
   *
   * @param names of one table, each once
   * @param others names of the other table, each once
   */
  public static ImageNames match(Collection<String> names, Collection<String> others) {
    var matching = new Matching(others);
    List<String> rest = names.stream().filter(name -> !matching.exactly(name)).toList();
    if (matching.found.size() < others.size()) {
      matching.loosely(rest);
    }
    return new ImageNames(matching.found, matching.remarks());
  }

  /** The matching as it goes on. */
  private static final class Matching {
    private record Claim(String name, Fit fit) {}

    private final List<String> others;
    private final Set<String> known;
    private final Map<String, String> found = new HashMap<>();
    private final Map<Fit, List<String>> loose = new EnumMap<>(Fit.class);
    private final List<String> open = new ArrayList<>();

    Matching(Collection<String> others) {
      this.others = List.copyOf(others);
      known = new HashSet<>(others);
    }

    boolean exactly(String name) {
      if (!known.contains(name)) {
        return false;
      }
      found.put(name, name);
      return true;
    }

    void loosely(List<String> names) {
      var pictures = Pictures.named(others);
      Map<String, List<Claim>> claims = new HashMap<>();
      for (String name : names) {
        Optional<Match> match = pictures.match(name);
        if (match.isPresent() && match.get().pictures().size() > 1) {
          open.add(name);
        } else if (match.isPresent()) {
          String other = other(match.get().pictures().get(0));
          // Who has the very name has it alone.
          if (!found.containsKey(other)) {
            claims
                .computeIfAbsent(other, o -> new ArrayList<>(1))
                .add(new Claim(name, match.get().fit()));
          }
        }
      }
      // In the order of the table.
      others.stream().filter(claims::containsKey).forEach(o -> settle(o, claims.get(o)));
    }

    private String other(Found picture) {
      return others.get(Integer.parseInt(picture.file().toString()));
    }

    private void settle(String other, List<Claim> claims) {
      Fit best = claims.stream().map(Claim::fit).min(Fit::compareTo).orElseThrow();
      List<Claim> left = claims.stream().filter(claim -> claim.fit == best).toList();
      if (left.size() > 1) {
        left.forEach(claim -> open.add(claim.name));
        return;
      }
      String name = left.get(0).name;
      found.put(name, other);
      // Which of the two has more folders does not matter.
      Fit kind = best == Fit.AS_WRITTEN ? Fit.WITH_MORE_FOLDERS : best;
      loose.computeIfAbsent(kind, k -> new ArrayList<>()).add(other + " for " + name);
    }

    List<String> remarks() {
      List<String> remarks = new ArrayList<>();
      loose.forEach(
          (fit, pairs) ->
              remarks.add(
                  Text.format("%s matched by %s (%s).", were(pairs), words(fit), first(pairs))));
      if (!open.isEmpty()) {
        remarks.add(
            Text.format(
                "%s not matched, as several names fit (%s); write the paths alike.",
                were(open), first(open)));
      }
      return remarks;
    }

    private static String were(List<String> images) {
      return Text.count(images.size(), "image") + (images.size() == 1 ? " was" : " were");
    }

    private static String words(Fit fit) {
      return switch (fit) {
        case AS_WRITTEN, WITH_MORE_FOLDERS -> "the end of the path alone";
        case OTHER_CASE -> "the name in other capitals";
        case OTHER_ENDING -> "the name without the ending, or with another";
      };
    }

    private static String first(List<String> all) {
      return all.stream().limit(NAMED).collect(Collectors.joining(", "))
          + (all.size() > NAMED ? ", …" : "");
    }
  }
}

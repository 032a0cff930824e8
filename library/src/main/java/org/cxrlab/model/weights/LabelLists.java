package org.cxrlab.model.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint may call its network's outputs, in any of the forms that are in use: a list or
 * tuple of texts, and a dictionary from texts to 0, 1, ... or back.
 */
final class LabelLists {
  private static final int MOST_LABELS = 10_000;

  /** One list may be named any number of times; what comes after so many texts is not asked. */
  private static final int MOST_LOOKED_AT = 1_000_000;

  /** Where labels may stand, without regard to capitals; what is first here is asked first. */
  private static final List<String> KEYS =
      List.of(
          "pathologies",
          "labels",
          "label_names",
          "class_names",
          "classes",
          "targets",
          "target_names",
          "target_cols",
          "target_columns",
          "label_cols",
          "label_columns",
          "class_to_idx",
          "idx_to_class",
          "label_to_idx",
          "idx_to_label",
          "label2id",
          "id2label");

  private static final int LONGEST_KEY = 20;

  private final Map<String, List<List<String>>> lists = new HashMap<>();
  private int lookedAt;

  /** Keeps what is said under a key, if it may be labels. */
  void note(String key, Object value) {
    String known = key.length() > LONGEST_KEY ? "" : key.toLowerCase(Locale.ROOT);
    if (KEYS.contains(known)) {
      List<String> texts = texts(value);
      if (!texts.isEmpty()) {
        lists.computeIfAbsent(known, k -> new ArrayList<>()).add(texts);
      }
    }
  }

  /** The labels of a number of outputs, of the first that are as many. */
  Optional<List<String>> of(int outputs) {
    return KEYS.stream()
        .flatMap(key -> lists.getOrDefault(key, List.of()).stream())
        .filter(texts -> texts.size() == outputs)
        .findFirst();
  }

  private List<String> texts(Object value) {
    if (value instanceof Map<?, ?> map && isShort(map.size())) {
      return byNumber(map);
    }
    List<?> members = value instanceof Object[] tuple ? Arrays.asList(tuple) : List.of();
    if (value instanceof List<?> list) {
      members = list;
    }
    return isShort(members.size()) && members.stream().allMatch(String.class::isInstance)
        ? members.stream().map(String.class::cast).toList()
        : List.of();
  }

  private boolean isShort(int size) {
    if (size > MOST_LABELS || lookedAt > MOST_LOOKED_AT) {
      return false;
    }
    lookedAt += size;
    return true;
  }

  /** The texts of a dictionary by their numbers; none if these are not 0, 1, ... each once. */
  private static List<String> byNumber(Map<?, ?> map) {
    String[] texts = new String[map.size()];
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      boolean back = entry.getValue() instanceof Number;
      Object text = back ? entry.getKey() : entry.getValue();
      double index = number(back ? entry.getValue() : entry.getKey());
      if (!(text instanceof String name)
          || !(index >= 0 && index < texts.length && index == Math.rint(index))
          || texts[(int) index] != null) {
        return List.of();
      }
      texts[(int) index] = name;
    }
    return List.of(texts);
  }

  /** A number, which JSON may have made a text; NaN if it is none. */
  private static double number(Object told) {
    if (told instanceof Number number) {
      return number.doubleValue();
    }
    return told instanceof String text && text.matches("\\d{1,5}")
        ? Integer.parseInt(text)
        : Double.NaN;
  }
}

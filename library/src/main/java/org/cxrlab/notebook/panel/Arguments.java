package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Reads from the running cell by which names its author calls things. */
public final class Arguments {
  private static volatile Supplier<String> cell = () -> "";

  private Arguments() {}

  /** Sets what tells the text of the running cell: at first nothing does. */
  public static void cell(Supplier<String> source) {
    cell = Objects.requireNonNull(source);
  }

  /**
   * What stands between the brackets of a call in the running cell, argument by argument, or these
   * names where that can't be told: outside of a cell, or where the call is made elsewhere.
   *
   * @param call such as {@code Explore.films}
   */
  static List<String> of(String call, String... usual) {
    String source = cell.get();
    List<String> found = in(source, call);
    return found.size() == usual.length ? found : List.of(usual);
  }

  /** The same in this source; empty where there is no such call. */
  static List<String> in(String source, String call) {
    int at = source.lastIndexOf(call + "(");
    if (at < 0) {
      return List.of();
    }
    var arguments = new ArrayList<String>();
    var argument = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = at + call.length() + 1; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '"' && source.charAt(i - 1) != '\\') {
        quoted = !quoted;
      }
      if (!quoted && depth == 0 && (c == ',' || c == ')')) {
        arguments.add(argument.toString().replaceAll("\\s+", " ").strip());
        argument.setLength(0);
        if (c == ')') {
          return arguments;
        }
      } else {
        depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
        argument.append(c);
      }
    }
    return List.of();
  }
}

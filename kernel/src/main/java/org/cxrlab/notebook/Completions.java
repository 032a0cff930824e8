package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;

/** What is known of the words that complete a piece of code, for front ends that show it. */
final class Completions {
  /** Where Jupyter's front ends look for it. */
  static final String METADATA = "_jupyter_types_experimental";

  private final JShell shell;
  private final Types types;

  Completions(JShell shell, Types types) {
    this.shell = shell;
    this.types = types;
  }

  /** The answer to a front end. */
  CompleteReply reply(String code, ReplacementOptions found) {
    List<String> words = found.getReplacements();
    int start = found.getSourceStart();
    int end = found.getSourceEnd();
    return new CompleteReply(
        words, start, end, Map.of(METADATA, describe(code, words, start, end)));
  }

  /**
   * One description for each word: where it goes, what kind of thing it is, and of methods the
   * signatures with the names of their parameters.
   *
   * @param words what may stand from {@code start} to {@code end} in the code
   */
  List<Map<String, Object>> describe(String code, List<String> words, int start, int end) {
    Optional<Class<?>> receiver = receiver(code, start);
    Set<String> variables = shell.variables().map(VarSnippet::name).collect(Collectors.toSet());
    var descriptions = new ArrayList<Map<String, Object>>();
    for (String word : words) {
      var description = new LinkedHashMap<String, Object>();
      description.put("start", start);
      description.put("end", end);
      description.put("text", word);
      description.put("type", kind(word, variables));
      int parenthesis = word.indexOf('(');
      if (parenthesis > 0 && receiver.isPresent()) {
        String name = word.substring(0, parenthesis);
        description.put("signature", String.join("\n", Types.signatures(receiver.get(), name)));
      }
      descriptions.add(description);
    }
    return descriptions;
  }

  private Optional<Class<?>> receiver(String code, int start) {
    if (start == 0 || code.charAt(start - 1) != '.') {
      return Optional.empty();
    }
    int from = CodePlaces.receiver(code, start - 1);
    return types.of(code.substring(0, from), code.substring(from, start - 1));
  }

  private static String kind(String word, Set<String> variables) {
    if (word.startsWith("%")) {
      return "magic";
    }
    if (word.contains("(")) {
      return "function";
    }
    if (word.endsWith(".")) {
      return "module";
    }
    if (variables.contains(word)) {
      return "instance";
    }
    if (SourceVersion.isKeyword(word)) {
      return "keyword";
    }
    boolean capital = !word.isEmpty() && Character.isUpperCase(word.charAt(0));
    return capital && !word.equals(word.toUpperCase(Locale.ROOT)) ? "class" : "instance";
  }
}

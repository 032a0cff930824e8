package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;

/** The names that a cell can use, as the shell knows them. */
record ShellNames(JShell shell, Types types) implements CompileHint.Known {
  @Override
  public List<String> like(String name) {
    var names = new ArrayList<String>();
    shell.variables().map(VarSnippet::name).forEach(names::add);
    shell.methods().map(MethodSnippet::name).forEach(names::add);
    String letter = name.substring(0, 1);
    Stream.of(letter.toUpperCase(Locale.ROOT), letter.toLowerCase(Locale.ROOT))
        .flatMap(s -> shell.sourceCodeAnalysis().completionSuggestions(s, 1, new int[1]).stream())
        .map(Suggestion::continuation)
        .map(s -> s.replaceAll("\\W.*", ""))
        .forEach(names::add);
    return names;
  }

  @Override
  public List<String> members(String type) {
    return types.named(type).map(Types::members).orElse(List.of());
  }

  @Override
  public List<String> signatures(String type, String method) {
    return types.named(type).map(t -> Types.signatures(t, method)).orElse(List.of());
  }

  @Override
  public Optional<String> typeOf(String before, String expression) {
    return types.of(before, expression).map(Class::getName);
  }
}

package org.cxrlab.notebook;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.cxrlab.figure.Html;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what stands at a place in a cell: signatures, and the Javadoc as far as there are sources.
 * Nothing is evaluated for it.
 */
final class Inspector {
  private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

  /** Beside the library's jar in the kernel's folder. */
  static final String SOURCES = "cxrlab-sources.zip";

  private static final Pattern VARIABLE = Pattern.compile("(?:[\\w$.<>]+\\.)?(\\w+):(.+)");
  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  private final JShell shell;
  private SourceCodeAnalysis analysis;

  Inspector(JShell shell) {
    this.shell = shell;
  }

  /**
   * What was found.
   *
   * @param signature one line of Java
   * @param html the Javadoc; empty where there is none
   */
  record Entry(String signature, String html) {}

  /**
   * What stands at the cursor: the name there, else the call in whose parentheses it is.
   *
   * @param cursor the number of characters before it
   */
  List<Entry> inspect(String code, int cursor) {
    prepare();
    int at = Math.max(0, Math.min(cursor, code.length()));
    for (int end : CodePlaces.ends(code, at)) {
      List<Documentation> found = named(code.substring(0, end));
      if (!found.isEmpty()) {
        return found.stream().flatMap(d -> entries(d).stream()).distinct().toList();
      }
    }
    return List.of();
  }

  /** As text for a terminal. */
  static String plain(List<Entry> entries) {
    return entries.stream()
        .map(
            e ->
                e.signature()
                    + (e.html().isEmpty()
                        ? ""
                        : "\n" + JavadocText.plain(e.html()).indent(2).stripTrailing()))
        .collect(Collectors.joining("\n\n"));
  }

  /** As HTML in the page's own colours. */
  static String html(List<Entry> entries) {
    return entries.stream()
        .map(
            e ->
                "<div style=\"margin:0 0 .8em\"><code style=\"font-weight:600\">"
                    + Html.escape(e.signature())
                    + "</code>"
                    + (e.html().isEmpty()
                        ? ""
                        : "<div style=\"margin-left:1em\">" + e.html() + "</div>")
                    + "</div>")
        .collect(Collectors.joining());
  }

  private void prepare() {
    if (analysis == null) {
      analysis = shell.sourceCodeAnalysis();
      addSources(analysis);
    }
  }

  /** What the last name of the code is. JShell knows a method only by the parenthesis behind it. */
  private List<Documentation> named(String code) {
    List<Documentation> found = documentation(code);
    return found.isEmpty() && CodePlaces.endsInName(code) ? documentation(code + "(") : found;
  }

  /** The code first as a whole, then its last statement alone. */
  private List<Documentation> documentation(String code) {
    List<Documentation> found = analysis.documentation(code, code.length(), true);
    if (!found.isEmpty()) {
      return found;
    }
    String rest = code;
    CompletionInfo info = analysis.analyzeCompletion(rest);
    while (info.completeness().isComplete() && !info.remaining().isBlank()) {
      rest = info.remaining();
      info = analysis.analyzeCompletion(rest);
    }
    return rest.length() == code.length()
        ? found
        : analysis.documentation(rest, rest.length(), true);
  }

  private List<Entry> entries(Documentation found) {
    Matcher variable = VARIABLE.matcher(found.signature());
    var entries = new ArrayList<Entry>();
    String javadoc = found.javadoc();
    if (variable.matches()) {
      String type = variable.group(2);
      entries.add(
          new Entry(
              PACKAGES.matcher(type).replaceAll("") + " " + variable.group(1), html(javadoc)));
      String name = type.replaceAll("<.*|\\[.*", "");
      analysis.documentation(name, name.length(), true).stream()
          .map(d -> new Entry(d.signature(), html(d.javadoc())))
          .forEach(entries::add);
      return entries;
    }
    String signature = found.signature();
    int parenthesis = signature.indexOf('(');
    if (parenthesis > 0 && !signature.substring(0, parenthesis).contains(" ")) { // a constructor
      String type = signature.substring(0, parenthesis);
      entries.add(new Entry("new " + PACKAGES.matcher(signature).replaceAll(""), html(javadoc)));
      String name = type.replaceAll("<.*", "");
      if (javadoc == null) { // as that of a record: what is said of it is said of the class
        analysis.documentation(name, name.length(), true).stream()
            .map(d -> new Entry(d.signature(), html(d.javadoc())))
            .forEach(entries::add);
      }
      return entries;
    }
    entries.add(
        new Entry(
            parenthesis > 0 ? PACKAGES.matcher(signature).replaceAll("") : signature,
            html(javadoc)));
    return entries;
  }

  private static String html(String javadoc) {
    return javadoc == null || javadoc.isBlank() ? "" : JavadocText.html(javadoc);
  }

  /** JShell itself reads the Javadoc of the JDK alone, where its sources are installed. */
  private static void addSources(SourceCodeAnalysis analysis) {
    try {
      Path jar =
          Path.of(Inspector.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path sources = jar.resolveSibling(SOURCES);
      if (Files.isRegularFile(sources)) {
        ShellInternals.addSources(analysis, sources);
      } else {
        LOG.warn("There is no {}: signatures are shown without their Javadoc", sources);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

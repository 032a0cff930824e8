package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.util.JavacTask;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class ImportsTest {
  /** What JJava imports by itself. */
  private static final String KERNEL =
      """
      import java.io.*; import java.math.*; import java.net.*; import java.time.*;
      import java.util.concurrent.*; import java.util.prefs.*; import java.util.regex.*;
      """;

  /** Names that are used in cells and are not of this library. */
  private static final List<String> OTHERS =
      List.of("List", "Map", "Path", "Files", "Stream", "Collectors", "Table", "NDArray", "Shape");

  @Test
  void eachNameOfTheLibraryMeansOneThingInACell() {
    List<String> imports = Imports.statements();
    List<String> names =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.cxrlab")
                .stream()
                .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(c -> imports.contains("import " + c.getPackageName() + ".*;"))
                .map(JavaClass::getSimpleName)
                .toList();
    String uses =
        Stream.concat(names.stream(), OTHERS.stream())
            .map(name -> "Class<?> of" + name + " = " + name + ".class;\n")
            .collect(Collectors.joining());
    assertEquals(
        List.of(), errors(KERNEL + String.join("\n", imports) + "class Cell {\n" + uses + "}"));
  }

  private static List<String> errors(String source) {
    var file =
        new SimpleJavaFileObject(URI.create("string:///Cell.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var errors = new DiagnosticCollector<JavaFileObject>();
    var compilation =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, errors, List.of("-proc:none"), null, List.of(file));
    try {
      compilation.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return errors.getDiagnostics().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
  }
}

package org.cxrlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "org.cxrlab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.cxrlab";

  /** In the order in which data flows. */
  private static final List<String> ROOMS =
      List.of(
          "figure",
          "image",
          "data",
          "split",
          "batch",
          "model",
          "eval",
          "plan",
          "train",
          "explain",
          "run",
          "sweep",
          "pretrain",
          "notebook.control",
          "notebook.panel",
          "notebook");

  private static final List<Path> SOURCES =
      List.of(Path.of("library/src/main/java"), Path.of("kernel/src/main/java"));

  @ArchTest
  static final ArchRule packagesImportOnlyFromPackagesBeforeThem =
      CompositeArchRule.of(
          IntStream.range(0, ROOMS.size() - 1)
              .mapToObj(
                  i ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage(part(ROOMS.get(i)))
                              .should()
                              .dependOnClassesThat()
                              .resideInAnyPackage(
                                  ROOMS.subList(i + 1, ROOMS.size()).stream()
                                      .map(ArchitectureTest::part)
                                      .toArray(String[]::new))
                              .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule onlyTheNotebookKnowsTheKernel =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.cxrlab.notebook")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dflib.jjava..", "io.github.spencerpark..", "jdk.jshell..");

  @ArchTest
  static final ArchRule commandLineDoesNotKnowTheNotebook =
      noClasses()
          .that()
          .resideInAPackage(room("cli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(room("notebook"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("cli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(room("cli"));

  @ArchTest
  static final ArchRule evaluationWorksOnPlainArrays =
      noClasses()
          .that()
          .resideInAPackage(room("eval"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..")
          .allowEmptyShould(true);

  /** How errors are said, which every room may use. */
  @ArchTest
  static final ArchRule whatAllMayUseKnowsNoneOfThem =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.cxrlab.*..");

  @ArchTest
  static void theTableOfPackagesHasThisOrder(JavaClasses classes) throws IOException {
    Pattern row = Pattern.compile("\\| `([a-z.]+)` \\|.*");
    List<String> told =
        Files.readAllLines(Path.of("docs/architecture.md")).stream()
            .map(row::matcher)
            .filter(Matcher::matches)
            .map(m -> m.group(1))
            .toList();
    assertEquals(Stream.concat(ROOMS.stream(), Stream.of("cli")).toList(), told);
  }

  @ArchTest
  static void everyPackageIsInTheOrder(JavaClasses classes) {
    List<String> rooms = Stream.concat(ROOMS.stream(), Stream.of("cli")).toList();
    assertEquals(
        List.of(),
        classes.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(p -> !p.equals(ROOT))
            .filter(
                p -> rooms.stream().noneMatch(r -> (p + ".").startsWith("org.cxrlab." + r + ".")))
            .toList());
  }

  @ArchTest
  static void everyPackageSaysInASentenceWhatItIs(JavaClasses classes) {
    assertEquals(
        List.of(),
        classes.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(p -> SOURCES.stream().noneMatch(s -> hasSentence(s.resolve(folder(p)))))
            .sorted()
            .toList());
  }

  /** A package lies in one module, so that no two jars share one. */
  @ArchTest
  static void noPackageLiesInBothModules(JavaClasses classes) {
    assertEquals(
        List.of(),
        classes.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(p -> SOURCES.stream().filter(s -> hasSources(s.resolve(folder(p)))).count() > 1)
            .toList());
  }

  private static boolean hasSources(Path folder) {
    String[] sources = folder.toFile().list((f, name) -> name.endsWith(".java"));
    return sources != null && sources.length > 0;
  }

  private static String folder(String name) {
    return name.replace('.', '/');
  }

  private static boolean hasSentence(Path folder) {
    Path info = folder.resolve("package-info.java");
    try {
      return Files.exists(info)
          && Pattern.compile("/\\*\\*.*\\w.*\\*/\\s*package ", Pattern.DOTALL)
              .matcher(Files.readString(info))
              .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A package with those below it; of the kernel's package alone those are rooms of their own. */
  private static String part(String name) {
    return name.equals("notebook") ? "org.cxrlab.notebook" : room(name);
  }

  private static String room(String name) {
    return "org.cxrlab." + name + "..";
  }
}

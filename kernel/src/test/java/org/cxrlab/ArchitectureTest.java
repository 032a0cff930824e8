package org.cxrlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
          "disk",
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
          "process",
          "remote",
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

  /**
   * So that no output is half written. What a cell prints goes into a file that grows, and is gone
   * with the kernel.
   */
  @ArchTest
  static final ArchRule filesAreWrittenInOneWay =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("disk"))
          .and()
          .doNotHaveFullyQualifiedName("org.cxrlab.notebook.PrintedFile")
          .should(
              new ArchCondition<>("write or lock files by themselves") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  type.getAccessesFromSelf().stream()
                      .filter(access -> WRITES.test(access))
                      .forEach(
                          access ->
                              events.add(
                                  SimpleConditionEvent.satisfied(type, access.getDescription())));
                }
              });

  private static final Set<String> WRITING_METHODS =
      Set.of(
          "java.nio.file.Files.write",
          "java.nio.file.Files.writeString",
          "java.nio.file.Files.newOutputStream",
          "java.nio.file.Files.newBufferedWriter",
          "java.nio.file.Files.createTempFile",
          "java.nio.file.Files.createTempDirectory",
          "java.nio.channels.FileChannel.tryLock",
          "java.nio.channels.FileChannel.lock",
          "java.nio.file.StandardOpenOption.WRITE",
          "java.nio.file.StandardOpenOption.APPEND",
          "java.nio.file.StandardOpenOption.CREATE",
          "java.nio.file.StandardOpenOption.CREATE_NEW",
          "java.io.FileWriter.<init>",
          "java.io.RandomAccessFile.<init>");

  private static final Predicate<JavaAccess<?>> WRITES =
      access -> {
        String name = access.getTargetOwner().getFullName() + "." + access.getName();
        return WRITING_METHODS.contains(name) || takesAFile(access, name);
      };

  /** What writes to a stream as well as to a file, as ImageIO does. */
  private static boolean takesAFile(JavaAccess<?> access, String name) {
    return Set.of(
                "javax.imageio.ImageIO.write",
                "java.io.FileOutputStream.<init>",
                "java.io.PrintWriter.<init>",
                "java.io.PrintStream.<init>",
                "tech.tablesaw.io.DataFrameWriter.csv")
            .contains(name)
        && access instanceof JavaCodeUnitAccess<?> call
        && call.getTarget().getRawParameterTypes().stream()
            .anyMatch(
                type ->
                    type.isEquivalentTo(File.class)
                        || name.endsWith("<init>") && type.isEquivalentTo(String.class));
  }

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

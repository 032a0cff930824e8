package org.cxrlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.stream.IntStream;

@AnalyzeClasses(packages = "org.cxrlab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
          "train",
          "explain",
          "experiment",
          "notebook");

  @ArchTest
  static final ArchRule packagesImportOnlyFromPackagesBeforeThem =
      CompositeArchRule.of(
          IntStream.range(0, ROOMS.size() - 1)
              .mapToObj(
                  i ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage(room(ROOMS.get(i)))
                              .should()
                              .dependOnClassesThat()
                              .resideInAnyPackage(
                                  ROOMS.subList(i + 1, ROOMS.size()).stream()
                                      .map(ArchitectureTest::room)
                                      .toArray(String[]::new))
                              .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule onlyTheNotebookKnowsTheKernel =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("notebook"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.dflib.jjava..");

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

  private static String room(String name) {
    return "org.cxrlab." + name + "..";
  }
}

package org.cxrlab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.Collator;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written and read must not depend on the language of the computer. */
@AnalyzeClasses(packages = "org.cxrlab", importOptions = ImportOption.DoNotIncludeTests.class)
class DefaultLocaleTest {
  /** Those that take the default locale and have no overload with another one. */
  private static final Set<String> WITHOUT_A_CHOICE =
      Set.of(
          "java.lang.String.formatted",
          "java.text.DecimalFormat.<init>",
          "java.util.Locale.getDefault",
          "java.util.Scanner.<init>");

  @ArchTest
  static final ArchRule nothingDependsOnTheDefaultLocale =
      noClasses()
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe(
                  "takes the default locale", DefaultLocaleTest::takesTheDefaultLocale))
          .because(
              "digits and letters would differ from computer to computer; use Text.format, or the"
                  + " overload with a Locale");

  private static boolean takesTheDefaultLocale(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
      return false;
    }
    JavaClass owner = target.getOwner();
    List<String> given = names(target.getRawParameterTypes());
    if (WITHOUT_A_CHOICE.contains(owner.getName() + "." + target.getName())) {
      return given.stream().noneMatch(type -> type.endsWith("Symbols"));
    }
    return Stream.concat(owner.getAllMethods().stream(), owner.getConstructors().stream())
        .filter(other -> other.getName().equals(target.getName()))
        .anyMatch(other -> isTheSameWithALocale(other, given));
  }

  private static boolean isTheSameWithALocale(JavaCodeUnit other, List<String> given) {
    var types = new ArrayList<>(names(other.getRawParameterTypes()));
    return types.remove(Locale.class.getName()) && types.equals(given);
  }

  private static List<String> names(List<JavaClass> types) {
    return types.stream().map(JavaClass::getName).toList();
  }

  @Test
  void theRuleFindsEachWayToTakeTheDefaultLocale() {
    var found =
        nothingDependsOnTheDefaultLocale
            .evaluate(new ClassFileImporter().importClasses(Offender.class))
            .getFailureReport()
            .getDetails();
    assertEquals(Offender.WAYS, found.size(), String.join("\n", found));
  }

  @Test
  void theRuleAllowsWhatNamesItsLocale() {
    nothingDependsOnTheDefaultLocale.check(new ClassFileImporter().importClasses(Careful.class));
  }

  @SuppressWarnings({"unused", "StringCaseLocaleUsage", "AnnotateFormatMethod"})
  private static final class Offender {
    static final int WAYS = 18;

    static void write(PrintStream stream, PrintWriter writer) {
      String text = "%d".formatted(1) + String.format("%d", 1);
      stream.printf("%d", 1).format("%d", 1);
      writer.printf("%d", 1).format("%d", 1);
      Supplier<String> lower = text::toLowerCase;
      UnaryOperator<String> upper = String::toUpperCase;
      text = text.toLowerCase() + text.toUpperCase() + new DecimalFormat("0.0").format(1);
      text += NumberFormat.getInstance().format(1) + Collator.getInstance();
      text += DateTimeFormatter.ofPattern("d") + new SimpleDateFormat("d").toPattern();
      text += new Scanner(text).next() + new Formatter() + Locale.getDefault();
    }
  }

  private static final class Careful {
    static String write(PrintStream stream, String text) {
      stream.printf(Locale.ROOT, "%d", 1);
      return String.format(Locale.ROOT, "%d", 1)
          + text.toLowerCase(Locale.ROOT)
          + new DecimalFormat("0.0", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT))
          + DateTimeFormatter.ofPattern("d", Locale.ROOT)
          + NumberFormat.getInstance(Locale.ROOT).format(1);
    }
  }
}

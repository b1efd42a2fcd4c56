package dev.muster.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/** The rooms of the house: which may know which (docs/architecture.md). */
@AnalyzeClasses(
    packages = "dev.muster",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      RoomsTest.WithoutTestkit.class,
    })
class RoomsTest {

  /** What tests use may do as tests do. */
  static final class WithoutTestkit implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("testkit");
    }
  }

  private static final String[] IMPLEMENTATIONS = {
    "dev.muster.ledger..",
    "dev.muster.stores..",
    "dev.muster.tasks..",
    "dev.muster.engine..",
    "dev.muster.fleet..",
    "dev.muster.packages..",
    "dev.muster.service..",
    "dev.muster.reports..",
  };

  @ArchTest
  static final ArchRule model_knows_the_jdk_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.model..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.muster.model..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule protocol_knows_the_jdk_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.protocol..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.muster.protocol..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule diagnosis_knows_json_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.diagnosis..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.muster.diagnosis..", "com.fasterxml.jackson.core..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule spi_knows_the_model_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.spi..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.muster.spi..", "dev.muster.model..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule core_knows_no_implementation_no_cli_and_no_vendor =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.core..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.muster.core..",
              "dev.muster.config..",
              "dev.muster.diagnosis..",
              "dev.muster.spi..",
              "dev.muster.model..",
              "dev.muster.protocol..",
              "java..",
              "org.jspecify..",
              "org.slf4j..");

  @ArchTest
  static void implementations_do_not_know_each_other_nor_what_is_above(JavaClasses classes) {
    for (String room : IMPLEMENTATIONS) {
      String[] others =
          Stream.concat(
                  Arrays.stream(IMPLEMENTATIONS).filter(other -> !other.equals(room)),
                  Stream.of("dev.muster.core..", "dev.muster.cli..", "dev.muster.app.."))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule what_services_share_knows_the_spi_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.hosts..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.muster.hosts..",
              "dev.muster.spi..",
              "dev.muster.model..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule cli_knows_no_implementation =
      noClasses()
          .that()
          .resideInAPackage("dev.muster.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IMPLEMENTATIONS);

  @ArchTest
  static final ArchRule rooms_have_no_cycles =
      slices().matching("dev.muster.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_app_reads_the_environment_and_exits =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.app..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule nobody_prints_past_the_terminal =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule time_is_handed_in =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.muster.app..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule nobody_just_sleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class);
}

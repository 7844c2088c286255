package dev.sku.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sku.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule viewModelsKnowNoNodes =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                    .because("a view model is tested without a toolkit");

    @ArchTest
    static final ArchRule viewsReachNoStoreAndNoLink =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("View")
                    .or()
                    .haveSimpleNameEndingWith("Card")
                    .or()
                    .haveSimpleNameEndingWith("Table")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.sku.app.store..", "dev.sku.app.link..")
                    .because("a view binds and forwards; files and processes are the view model's");

    @ArchTest
    static final ArchRule linksAndStoreKnowNoToolkit =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.sku.app.link..", "dev.sku.app.store..", "dev.sku.app.journal..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javafx..")
                    .because("they work on other threads than the toolkit's");

    @ArchTest
    static final ArchRule onlyTheCompositionRootAsksForTheToolkitThread =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.sku.app")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("javafx.application.Platform")
                    .because("FxQueue is the one way onto the JavaFX thread");

    @ArchTest
    static final ArchRule onlyTheStoreSpeaksSql =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.sku.app.store")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.sql..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.sku.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule viewModelsArePublicAndFinal =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .should()
                    .bePublic()
                    .andShould()
                    .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}

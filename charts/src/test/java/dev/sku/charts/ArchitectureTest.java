package dev.sku.charts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sku.charts")
class ArchitectureTest {
    @ArchTest
    static final ArchRule chartsKnowNothingOfRuns =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.sku.protocol..", "dev.sku.app..", "dev.sku.runtime..")
                    .because("a chart draws series of numbers, whatever they mean");
}

package io.apogeemq.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The directions between modules and packages, as in docs/architecture/layout.md. A change of
 * direction is a change of this test.
 */
class ModuleRulesTest {
    private static JavaClasses ours;

    @BeforeAll
    static void readClasses() {
        ours =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("io.apogeemq");
    }

    @Test
    void commonDependsOnNothingButItselfAndSlf4j() {
        classes()
                .that()
                .resideInAPackage("io.apogeemq.common..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.apogeemq.common..", "java..", "org.slf4j..")
                .check(ours);
    }

    @Test
    void storeKnowsNeitherNetworkNorJsonNorBroker() {
        classes()
                .that()
                .resideInAPackage("io.apogeemq.store..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.apogeemq.store..",
                        "io.apogeemq.common..",
                        "java..",
                        "com.sun.management..", // the JDK's own view of the machine's memory
                        "sun.misc..",
                        "sun.nio.ch..",
                        "org.slf4j..")
                .check(ours);
    }

    @Test
    void modulesUseEachOtherInTheAllowedDirectionsOnly() {
        forbid(
                "io.apogeemq.remoting..",
                "io.apogeemq.store..",
                "io.apogeemq.namesrv..",
                "io.apogeemq.broker..",
                "io.apogeemq.client..");
        forbid(
                "io.apogeemq.namesrv..",
                "io.apogeemq.store..",
                "io.apogeemq.broker..",
                "io.apogeemq.client..");
        forbid(
                "io.apogeemq.client..",
                "io.apogeemq.store..",
                "io.apogeemq.broker..",
                "io.apogeemq.namesrv..");
        forbid("io.apogeemq.broker..", "io.apogeemq.client..", "io.apogeemq.namesrv..");
    }

    private static void forbid(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(ours);
    }

    @Test
    void nobodyDependsOnWhatIsBuiltFromAllModules() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.apogeemq.common..",
                        "io.apogeemq.remoting..",
                        "io.apogeemq.store..",
                        "io.apogeemq.namesrv..",
                        "io.apogeemq.broker..",
                        "io.apogeemq.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.apogeemq.admin..", "io.apogeemq.standalone..", "io.apogeemq.logging..")
                .check(ours);
    }

    @Test
    void fastjsonStaysBehindOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.apogeemq.remoting.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.alibaba.fastjson2..")
                .check(ours);
    }

    @Test
    void packagesOfAModuleFormNoCycle() {
        for (String module : new String[] {"common", "store", "namesrv", "broker", "client"}) {
            slices().matching("io.apogeemq." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(ours);
        }
    }

    @Test
    void thereIsNoMutableStaticState() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .check(ours);
    }
}

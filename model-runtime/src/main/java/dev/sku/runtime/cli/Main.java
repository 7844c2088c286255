package dev.sku.runtime.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;

/// Entry of `sku`: runs one command and ends with its exit code.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /// The whole command line without the end of the process, for tests too.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        // Tables are read by people everywhere and by programs: a decimal point, whatever the
        // machine's language.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        Sku sku = new Sku();
        Boundary boundary = new Boundary(sku, err);
        return new CommandLine(sku)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(boundary)
                .setExecutionExceptionHandler(boundary)
                .setExecutionStrategy(boundary)
                .execute(args);
    }
}

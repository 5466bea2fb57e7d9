package org.credence.headless.internal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Starts the headless product from an ordinary class path: the jars of the product, without a framework. That takes a
 * fraction of the time, and classes that come from a class path can be kept ready between runs (docs/decisions/0020). Bundles
 * that need more than their components' constructors are for {@link HeadlessApplication}.
 */
public final class PlainStart {

    private PlainStart() {}

    /** @param args as on the command line */
    public static void main(String[] args) {
        int code;
        try {
            Services services =
                    PlainComponents.on(PlainStart.class.getClassLoader()).get(Services.class);
            code = Credence.run(
                    services,
                    args,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            System.err.println(
                    "credence: the installation is broken: " + e.getMessage() + " Build or install it again.");
            code = Credence.FAILED;
        }
        System.exit(code);
    }
}

package org.credence.headless.internal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The headless product: hands the command line to {@link Credence} and its exit code to the launcher. */
public final class HeadlessApplication implements IApplication {

    private static final long SERVICE_TIMEOUT_MS = 20_000;

    @Override
    public Object start(IApplicationContext context) throws Exception {
        String[] args = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        context.applicationRunning();
        BundleContext bundles = FrameworkUtil.getBundle(getClass()).getBundleContext();
        ServiceTracker<Services, Services> tracker = new ServiceTracker<>(bundles, Services.class, null);
        tracker.open();
        try {
            Services services = tracker.waitForService(SERVICE_TIMEOUT_MS);
            if (services == null) {
                System.err.println("credence: its services did not start within " + SERVICE_TIMEOUT_MS / 1000
                        + " s; a bundle of the installation is missing or broken. Build or install it again.");
                return Credence.FAILED;
            }
            return Credence.run(
                    services,
                    args,
                    new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        } finally {
            tracker.close();
        }
    }

    @Override
    public void stop() {
        // The commands hold nothing that outlives the process.
    }
}

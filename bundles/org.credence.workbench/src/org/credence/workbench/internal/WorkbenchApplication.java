package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.service.datalocation.Location;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;

/** The desktop. The files and folders named after {@code -open} are opened at the start. */
public final class WorkbenchApplication implements IApplication {

    /** The property by which the runtime is told where its libraries lie. */
    private static final String RUNTIME_FOLDER = "onnxruntime.native.path";

    @Override
    public Object start(IApplicationContext context) throws IOException {
        Display display = PlatformUI.createDisplay();
        try {
            if (!lockData(display)) {
                return EXIT_OK;
            }
            // Read once, when the first model is run; what the launcher sets has the last word.
            if (System.getProperty(RUNTIME_FOLDER) == null) {
                new Settings().natives().ifPresent(f -> System.setProperty(RUNTIME_FOLDER, f.toString()));
            }
            String[] arguments = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
            // Launchers and test runners pass arguments of their own; what follows -open is the user's.
            List<Path> paths = Stream.of(arguments)
                    .dropWhile(a -> !a.equals("-open"))
                    .skip(1)
                    .map(a -> Path.of(a).toAbsolutePath().normalize())
                    .toList();
            int code = PlatformUI.createAndRunWorkbench(display, new CredenceAdvisor(paths));
            return code == PlatformUI.RETURN_RESTART ? EXIT_RESTART : EXIT_OK;
        } finally {
            display.dispose();
        }
    }

    @Override
    public void stop() {
        if (PlatformUI.isWorkbenchRunning()) {
            IWorkbench workbench = PlatformUI.getWorkbench();
            Display display = workbench.getDisplay();
            display.syncExec(workbench::close);
        }
    }

    /** Takes the folder of settings and window layout for this process alone; false if another one has it. */
    private static boolean lockData(Display display) throws IOException {
        Location location = Platform.getInstanceLocation();
        if (location == null) {
            return true;
        }
        if (!location.isSet()) {
            location.set(
                    Path.of(System.getProperty("user.home"), ".credence", "workbench")
                            .toUri()
                            .toURL(),
                    false);
        }
        if (location.lock()) {
            return true;
        }
        MessageDialog.openError(
                display.getActiveShell(),
                Messages.Application_title,
                NLS.bind(Messages.Application_locked, location.getURL().getPath()));
        return false;
    }
}

package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.jface.dialogs.TrayDialog;
import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;

/** How the workbench starts: its perspective, its window, and the studies it was asked to open. */
final class CredenceAdvisor extends WorkbenchAdvisor {

    private final List<Path> paths;

    /** @param paths files and folders to open at the start; may be none */
    CredenceAdvisor(List<Path> paths) {
        this.paths = paths;
    }

    @Override
    public void initialize(IWorkbenchConfigurer configurer) {
        super.initialize(configurer);
        configurer.setSaveAndRestore(true);
        TrayDialog.setDialogHelpAvailable(false);
    }

    @Override
    public String getInitialWindowPerspectiveId() {
        return AnnotatePerspective.ID;
    }

    @Override
    public String getMainPreferencePageId() {
        return "org.credence.workbench.settings";
    }

    @Override
    public WorkbenchWindowAdvisor createWorkbenchWindowAdvisor(IWorkbenchWindowConfigurer configurer) {
        return new WorkbenchWindowAdvisor(configurer) {
            @Override
            public void preWindowOpen() {
                IWorkbenchWindowConfigurer window = getWindowConfigurer();
                window.setInitialSize(new Point(1440, 900));
                window.setTitle(Messages.Application_title);
                window.setShowCoolBar(false);
                window.setShowMenuBar(true);
                window.setShowPerspectiveBar(false);
                window.setShowStatusLine(false);
                window.setShowProgressIndicator(false);
            }
        };
    }

    @Override
    public void postStartup() {
        if (!paths.isEmpty()) {
            IEclipseContext context = PlatformUI.getWorkbench().getService(IEclipseContext.class);
            context.get(Opening.class).open(paths);
        }
    }
}

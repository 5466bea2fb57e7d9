package org.credence.workbench.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;
import org.eclipse.ui.IPlaceholderFolderLayout;

/** Studies on the left, the image in the middle, the palette on the right. */
public final class AnnotatePerspective implements IPerspectiveFactory {

    /** The perspective's id. */
    public static final String ID = "org.credence.workbench.annotate";

    @Override
    public void createInitialLayout(IPageLayout layout) {
        layout.setEditorAreaVisible(true);
        String editors = layout.getEditorArea();
        layout.addView(StudiesView.ID, IPageLayout.LEFT, 0.2f, editors);
        layout.addView(ConfidenceEditor.PALETTE_VIEW_ID, IPageLayout.RIGHT, 0.74f, editors);
        layout.addPlaceholder(
                ConfidenceEditor.KEYS_VIEW_ID, IPageLayout.BOTTOM, 0.5f, ConfidenceEditor.PALETTE_VIEW_ID);
        IPlaceholderFolderLayout below =
                layout.createPlaceholderFolder("org.credence.workbench.below", IPageLayout.BOTTOM, 0.62f, editors);
        below.addPlaceholder(HeaderView.ID);
        below.addPlaceholder(ModelsView.ID);
        layout.getViewLayout(StudiesView.ID).setCloseable(false);
        layout.getViewLayout(ConfidenceEditor.PALETTE_VIEW_ID).setCloseable(false);
        layout.setEditorOnboardingText(Messages.Perspective_hint);
        layout.setEditorOnboardingImageUri("platform:/plugin/org.credence.workbench/icons/credence64.png");
        layout.addEditorOnboardingCommandId("org.credence.workbench.openFolder");
        layout.addEditorOnboardingCommandId("org.credence.workbench.openFiles");
        layout.addShowViewShortcut(StudiesView.ID);
        layout.addShowViewShortcut(ConfidenceEditor.PALETTE_VIEW_ID);
        layout.addShowViewShortcut(HeaderView.ID);
        layout.addShowViewShortcut(ModelsView.ID);
    }
}

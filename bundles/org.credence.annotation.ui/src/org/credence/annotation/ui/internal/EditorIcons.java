package org.credence.annotation.ui.internal;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Control;

/** The editor's icons, freed with a control. UI thread only. */
final class EditorIcons {

    private final LocalResourceManager images;

    EditorIcons(Control owner) {
        images = new LocalResourceManager(JFaceResources.getResources(), owner);
    }

    /** The icon of a name. */
    Image get(String name) {
        return images.create(ImageDescriptor.createFromURL(EditorIcons.class.getResource("/icons/" + name + ".svg")));
    }
}

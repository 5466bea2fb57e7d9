package org.credence.workbench.internal;

import java.nio.file.Path;
import org.eclipse.core.runtime.preferences.AbstractPreferenceInitializer;
import org.eclipse.core.runtime.preferences.DefaultScope;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;

/**
 * What holds before anybody has set anything: the reader is whoever is logged in, and files lie in their home folder.
 */
public final class SettingsDefaults extends AbstractPreferenceInitializer {

    @Override
    public void initializeDefaultPreferences() {
        IEclipsePreferences defaults = DefaultScope.INSTANCE.getNode(Settings.BUNDLE);
        String user = System.getProperty("user.name", "reader");
        String id = user.replaceAll("[^A-Za-z0-9._-]", "_");
        defaults.put(Settings.READER_ID, id.isEmpty() ? "reader" : id.substring(0, Math.min(16, id.length())));
        defaults.put(Settings.READER_NAME, user.isBlank() ? "Reader" : user.substring(0, Math.min(64, user.length())));
        Path home = Path.of(System.getProperty("user.home"), "credence");
        defaults.put(Settings.ANNOTATIONS, home.resolve("annotations").toString());
        defaults.put(Settings.MODELS, home.resolve("models").toString());
    }
}

package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LabelSchemeFile;
import org.credence.annotation.Reader;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.ui.preferences.ScopedPreferenceStore;

/** What people set on the preference page. */
final class Settings {

    static final String BUNDLE = "org.credence.workbench";
    static final String READER_ID = "reader.id";
    static final String READER_NAME = "reader.name";
    static final String ANNOTATIONS = "annotations.folder";
    static final String MODELS = "models.folder";
    static final String MODEL = "model.file";
    static final String SCHEME = "scheme.file";
    static final String BLINDED = "blinded";
    static final String PROMPT_MODEL = "model.prompts.file";

    private final ScopedPreferenceStore store;

    /** The settings of this workspace. */
    Settings() {
        store = new ScopedPreferenceStore(InstanceScope.INSTANCE, BUNDLE);
    }

    IPreferenceStore store() {
        return store;
    }

    /** Who paints. */
    Reader reader() {
        return new Reader(store.getString(READER_ID), store.getString(READER_NAME));
    }

    /** Where annotations are kept. */
    Path annotations() {
        return Path.of(store.getString(ANNOTATIONS));
    }

    /**
     * The segments to paint: those of the file that was chosen, or those for lung ultrasound. Reads the file.
     *
     * @throws AnnotationException if the file holds no scheme
     */
    LabelScheme scheme() throws AnnotationException {
        String file = store.getString(SCHEME);
        return file.isBlank() ? LabelScheme.lungUltrasoundComplete() : new LabelSchemeFile().read(Path.of(file));
    }

    /** Whether readers see neither what others painted nor what models propose. */
    boolean isBlinded() {
        return store.getBoolean(BLINDED);
    }

    /** Where to look for models first. */
    Path models() {
        return Path.of(store.getString(MODELS));
    }

    /** The model that proposes. */
    Optional<Path> model() {
        String file = store.getString(MODEL);
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file));
    }

    /**
     * Remembers the model that proposes.
     *
     * @throws IOException if the settings cannot be kept
     */
    void chooseModel(Path file) throws IOException {
        store.setValue(MODEL, file.toString());
        store.save();
    }

    /** The model that answers prompts. */
    Optional<Path> promptModel() {
        String file = store.getString(PROMPT_MODEL);
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file));
    }

    /**
     * Remembers the model that answers prompts.
     *
     * @throws IOException if the settings cannot be kept
     */
    void choosePromptModel(Path file) throws IOException {
        store.setValue(PROMPT_MODEL, file.toString());
        store.save();
    }
}

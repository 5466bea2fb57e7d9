package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LabelSchemeFile;
import org.credence.annotation.Reader;
import org.credence.segmentation.Accelerator;
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
    static final String MIRRORED = "model.mirrored";
    static final String ACCELERATOR = "accelerator";
    static final String NATIVES = "runtime.folder";
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

    /** The models that propose; none if none was chosen yet. */
    List<Path> modelFiles() {
        return store.getString(MODEL)
                .lines()
                .filter(f -> !f.isBlank())
                .map(Path::of)
                .toList();
    }

    /** What proposes, and where it runs; empty if no model was chosen yet. */
    Optional<ModelChoice> choice() {
        List<Path> files = modelFiles();
        return files.isEmpty() ? Optional.empty() : Optional.of(new ModelChoice(files, isMirrored(), accelerator()));
    }

    /** Whether models are asked about mirror images too. */
    boolean isMirrored() {
        return store.getBoolean(MIRRORED);
    }

    /** The device that models run on; empty for the fastest that works, and where what is kept names none. */
    Optional<Accelerator> accelerator() {
        String name = store.getString(ACCELERATOR);
        try {
            return name.isBlank() ? Optional.empty() : Optional.of(Accelerator.parse(name));
        } catch (IllegalArgumentException e) {
            // A setting of another version, or edited by hand; the page shows it.
            return Optional.empty();
        }
    }

    /** The folder with the runtime's libraries; empty for those that come with it. */
    Optional<Path> natives() {
        String folder = store.getString(NATIVES);
        return folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder));
    }

    /**
     * Remembers the models that propose.
     *
     * @throws IOException if the settings cannot be kept
     */
    void chooseModels(List<Path> files) throws IOException {
        store.setValue(
                MODEL, String.join("\n", files.stream().map(Path::toString).toList()));
        store.save();
    }

    /**
     * Remembers whether mirror images are asked about too.
     *
     * @throws IOException if the settings cannot be kept
     */
    void chooseMirrored(boolean mirrored) throws IOException {
        store.setValue(MIRRORED, mirrored);
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

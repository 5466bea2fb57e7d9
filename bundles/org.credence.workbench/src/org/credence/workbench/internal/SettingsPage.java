package org.credence.workbench.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.LabelSchemeFile;
import org.credence.annotation.Reader;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.e4.ui.css.swt.theme.ITheme;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.jface.preference.BooleanFieldEditor;
import org.eclipse.jface.preference.ComboFieldEditor;
import org.eclipse.jface.preference.DirectoryFieldEditor;
import org.eclipse.jface.preference.FieldEditorPreferencePage;
import org.eclipse.jface.preference.FileFieldEditor;
import org.eclipse.jface.preference.StringFieldEditor;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;
import org.eclipse.ui.PlatformUI;

/** Theme, reader and folders. */
// The theme engine is the one way to switch e4 themes and is still provisional API of the platform.
@SuppressWarnings("restriction")
public final class SettingsPage extends FieldEditorPreferencePage implements IWorkbenchPreferencePage {

    private static final String THEME = "theme";
    private static final String DARK = "org.eclipse.e4.ui.css.theme.e4_dark";
    private static final String LIGHT = "org.eclipse.e4.ui.css.theme.e4_default";

    private IThemeEngine themes;
    private StringFieldEditor readerId;
    private StringFieldEditor readerName;

    public SettingsPage() {
        super(GRID);
        setDescription(Messages.Settings_description);
    }

    @Override
    public void init(IWorkbench workbench) {
        themes = workbench.getService(IThemeEngine.class);
        setPreferenceStore(new Settings().store());
        ITheme active = themes == null ? null : themes.getActiveTheme();
        getPreferenceStore().setDefault(THEME, DARK);
        if (active != null) {
            getPreferenceStore().setValue(THEME, active.getId());
        }
    }

    @Override
    protected void createFieldEditors() {
        Composite parent = getFieldEditorParent();
        addField(new ComboFieldEditor(
                THEME,
                Messages.Settings_theme,
                new String[][] {{Messages.Settings_dark, DARK}, {Messages.Settings_light, LIGHT}},
                parent));
        readerId = new StringFieldEditor(Settings.READER_ID, Messages.Settings_readerId, parent);
        readerId.setTextLimit(16);
        addField(readerId);
        readerName = new StringFieldEditor(Settings.READER_NAME, Messages.Settings_readerName, parent);
        readerName.setTextLimit(64);
        addField(readerName);
        addField(new DirectoryFieldEditor(Settings.ANNOTATIONS, Messages.Settings_annotations, parent) {
            @Override
            protected boolean doCheckState() {
                // The folder is made when something is saved.
                return !getStringValue().isBlank();
            }
        });
        addField(schemeField(parent));
        addField(new BooleanFieldEditor(Settings.BLINDED, Messages.Settings_blinded, parent));
        addField(new DirectoryFieldEditor(Settings.MODELS, Messages.Settings_models, parent) {
            @Override
            protected boolean doCheckState() {
                return !getStringValue().isBlank();
            }
        });
    }

    /** Says at once what is wrong with a file of segments. */
    private static FileFieldEditor schemeField(Composite parent) {
        FileFieldEditor field = new FileFieldEditor(Settings.SCHEME, Messages.Settings_scheme, parent) {
            @Override
            protected boolean checkState() {
                String file = getTextControl().getText();
                if (file.isBlank()) {
                    clearErrorMessage();
                    return true;
                }
                try {
                    new LabelSchemeFile().read(Path.of(file));
                    clearErrorMessage();
                    return true;
                } catch (AnnotationException | InvalidPathException e) {
                    showErrorMessage(e.getMessage());
                    return false;
                }
            }
        };
        field.setFileExtensions(new String[] {"*.json"});
        return field;
    }

    @Override
    protected void checkState() {
        super.checkState();
        if (isValid()) {
            try {
                new Reader(readerId.getStringValue(), readerName.getStringValue());
                setErrorMessage(null);
            } catch (IllegalArgumentException e) {
                setErrorMessage(e.getMessage());
                setValid(false);
            }
        }
    }

    @Override
    public boolean performOk() {
        boolean fine = super.performOk();
        if (fine && themes != null) {
            themes.setTheme(getPreferenceStore().getString(THEME), true);
        }
        Opening opening =
                PlatformUI.getWorkbench().getService(IEclipseContext.class).get(Opening.class);
        if (fine && opening != null) {
            opening.lookForAnnotations();
        }
        return fine;
    }
}

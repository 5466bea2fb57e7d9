package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.preference.PreferencePage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchPreferencePage;

/** Which device models run on, why others cannot be used, and where the runtime's libraries lie. */
public final class AcceleratorPage extends PreferencePage implements IWorkbenchPreferencePage {

    private static final String TEST_ID = "org.credence.test.id";
    private static final int TEXT_WIDTH = 460;

    private SegmentationEngines engines;
    private Composite devices;
    private final List<Button> choices = new ArrayList<>();
    private Text natives;

    public AcceleratorPage() {
        setDescription(Messages.Accelerator_description);
        noDefaultAndApplyButton();
    }

    @Override
    public void init(IWorkbench workbench) {
        setPreferenceStore(new Settings().store());
        engines = workbench.getService(IEclipseContext.class).get(SegmentationEngines.class);
    }

    @Override
    protected Control createContents(Composite parent) {
        Composite body = new Composite(parent, SWT.NONE);
        body.setLayout(new GridLayout());
        devices = new Composite(body, SWT.NONE);
        devices.setLayout(new GridLayout());
        devices.setData(TEST_ID, "accelerator.devices");
        GridDataFactory.fillDefaults().grab(true, false).applyTo(devices);
        choice(Messages.Accelerator_fastest, "");
        Label looking = text(Messages.Accelerator_looking);
        natives(body);
        Display display = parent.getDisplay();
        Job job = Job.createSystem(Messages.Accelerator_looking, (ICoreRunnable) monitor -> {
            List<Accelerator.Found> found = new ArrayList<>();
            String name = "";
            String trouble = "";
            try {
                name = engines.engine();
                found.addAll(engines.accelerators());
            } catch (SegmentationException e) {
                trouble = e.getMessage();
            }
            String engine = name;
            String problem = trouble;
            display.asyncExec(() -> {
                if (!devices.isDisposed()) {
                    looking.dispose();
                    list(engine, found, problem);
                }
            });
        });
        job.schedule();
        return body;
    }

    private void list(String engine, List<Accelerator.Found> found, String problem) {
        for (Accelerator.Found device : found) {
            Button button = choice(
                    NLS.bind(Messages.Accelerator_device, device.description(), device.accelerator()),
                    device.accelerator().toString());
            button.setEnabled(device.usable());
            if (!device.usable()) {
                text(NLS.bind(Messages.Accelerator_obstacle, device.obstacle()));
            }
        }
        String chosen = chosen();
        if (choices.stream().noneMatch(b -> b.getData().equals(chosen))) {
            // What was chosen stays chosen, and is told from what is there.
            choice(NLS.bind(Messages.Accelerator_notThere, chosen), chosen);
        }
        text(problem.isEmpty() ? NLS.bind(Messages.Accelerator_engine, engine) : problem);
        devices.getParent().layout(true, true);
    }

    private String chosen() {
        return getPreferenceStore().getString(Settings.ACCELERATOR);
    }

    private Button choice(String text, String value) {
        Button button = new Button(devices, SWT.RADIO);
        button.setText(text.replace("&", "&&"));
        button.setData(value);
        button.setSelection(chosen().equals(value));
        choices.add(button);
        return button;
    }

    private Label text(String text) {
        Label label = new Label(devices, SWT.WRAP);
        label.setText(text.replace("&", "&&"));
        GridDataFactory.fillDefaults()
                .grab(true, false)
                .indent(24, 0)
                .hint(TEXT_WIDTH, SWT.DEFAULT)
                .applyTo(label);
        return label;
    }

    private void natives(Composite body) {
        Composite row = new Composite(body, SWT.NONE);
        row.setLayout(new GridLayout(3, false));
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 12).applyTo(row);
        new Label(row, SWT.NONE).setText(Messages.Accelerator_natives);
        natives = new Text(row, SWT.BORDER | SWT.SINGLE);
        natives.setText(getPreferenceStore().getString(Settings.NATIVES));
        natives.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Button browse = new Button(row, SWT.PUSH);
        browse.setText(Messages.Accelerator_browse);
        browse.addListener(SWT.Selection, e -> {
            DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.OPEN);
            dialog.setFilterPath(natives.getText());
            String folder = dialog.open();
            if (folder != null) {
                natives.setText(folder);
            }
        });
        Label hint = new Label(row, SWT.WRAP);
        hint.setText(Messages.Accelerator_nativesHint);
        GridDataFactory.fillDefaults()
                .span(3, 1)
                .grab(true, false)
                .hint(TEXT_WIDTH, SWT.DEFAULT)
                .applyTo(hint);
    }

    @Override
    public boolean performOk() {
        choices.stream()
                .filter(Button::getSelection)
                .findFirst()
                .ifPresent(b -> getPreferenceStore().setValue(Settings.ACCELERATOR, (String) b.getData()));
        getPreferenceStore().setValue(Settings.NATIVES, natives.getText().strip());
        return super.performOk();
    }
}

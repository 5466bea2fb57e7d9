package org.credence.annotation.ui.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.core.commands.IParameter;
import org.eclipse.core.commands.ParameterValuesException;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.jface.bindings.BindingManagerEvent;
import org.eclipse.jface.bindings.IBindingManagerListener;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.keys.IBindingService;

/** A sheet of all keys of Credence as they are bound now. UI thread only. */
public final class KeySheet {

    /** The view's id. */
    public static final String ID = ConfidenceEditor.KEYS_VIEW_ID;

    private static final String KEYS_PAGE = "org.eclipse.ui.preferencePages.Keys";
    private static final List<String> OTHERS =
            List.of("org.eclipse.ui.edit.undo", "org.eclipse.ui.edit.redo", "org.eclipse.ui.file.save");

    private final IBindingService bindings;
    private final IBindingManagerListener listener = this::changed;
    private Table table;

    /** A sheet of the keys of the running workbench. */
    public KeySheet() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        bindings = workbench.getService(IBindingService.class);
    }

    /** Builds the view. */
    @PostConstruct
    public void create(Composite parent) {
        Composite content = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 8;
        content.setLayout(layout);
        Label mouse = new Label(content, SWT.WRAP);
        mouse.setText(Messages.Keys_mouse);
        mouse.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        table = new Table(content, SWT.FULL_SELECTION | SWT.SINGLE);
        table.setData(WidgetIds.KEY, WidgetIds.KEYS);
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        TableColumn key = new TableColumn(table, SWT.LEFT);
        TableColumn name = new TableColumn(table, SWT.LEFT);
        table.addListener(SWT.Resize, e -> {
            key.setWidth(110);
            name.setWidth(Math.max(120, table.getClientArea().width - 114));
        });
        Link change = new Link(content, SWT.NONE);
        change.setText(Messages.Keys_change);
        change.addListener(
                SWT.Selection,
                e -> PreferencesUtil.createPreferenceDialogOn(content.getShell(), KEYS_PAGE, null, null)
                        .open());
        list();
        bindings.addBindingManagerListener(listener);
    }

    /** Gives the keyboard to the list. */
    @Focus
    public void focus() {
        table.setFocus();
    }

    /** Ends listening to changes of keys. */
    @PreDestroy
    public void dispose() {
        bindings.removeBindingManagerListener(listener);
    }

    private void changed(BindingManagerEvent event) {
        if (event.isActiveBindingsChanged() && !table.isDisposed()) {
            table.getDisplay().asyncExec(this::list);
        }
    }

    private void list() {
        if (table.isDisposed()) {
            return;
        }
        Map<String, List<String>> keysByName = new TreeMap<>(Comparator.naturalOrder());
        for (Binding binding : bindings.getBindings()) {
            ParameterizedCommand command = binding.getParameterizedCommand();
            if (command != null && isOurs(command.getId())) {
                String keys = binding.getTriggerSequence().format();
                List<String> all = keysByName.computeIfAbsent(name(command), n -> new ArrayList<>());
                if (!all.contains(keys)) {
                    all.add(keys);
                }
            }
        }
        table.setRedraw(false);
        table.removeAll();
        keysByName.forEach((name, keys) -> {
            TableItem item = new TableItem(table, SWT.NONE);
            item.setText(0, String.join(Messages.Readout_separator, keys));
            item.setText(1, name);
        });
        table.setRedraw(true);
    }

    private static boolean isOurs(String command) {
        return command.startsWith("org.credence.") || OTHERS.contains(command);
    }

    /** What a command with its parameters does, in words. */
    private static String name(ParameterizedCommand command) {
        try {
            IParameter[] parameters = command.getCommand().getParameters();
            if (parameters != null && parameters.length == 1) {
                Object value = command.getParameterMap().get(parameters[0].getId());
                for (Object e : parameters[0].getValues().getParameterValues().entrySet()) {
                    if (e instanceof Map.Entry<?, ?> named && named.getValue().equals(value)) {
                        return named.getKey().toString();
                    }
                }
            }
            return command.getCommand().getName();
        } catch (NotDefinedException | ParameterValuesException e) {
            // A key of a bundle that is not installed; its command can only be named by its id.
            return command.getId();
        }
    }
}

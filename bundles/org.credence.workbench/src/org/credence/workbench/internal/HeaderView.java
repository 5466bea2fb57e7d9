package org.credence.workbench.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobFunction;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.e4.core.di.annotations.Optional;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ITreeContentProvider;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.jface.viewers.TreeViewerColumn;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IPartListener;
import org.eclipse.ui.IPropertyListener;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;

/** The header of the file whose frame the active editor shows, or of a file that was asked for. */
public final class HeaderView {

    /** The view's id. */
    public static final String ID = "org.credence.workbench.header";

    /** Where the window's context says which file to show. */
    static final String FILE = "org.credence.workbench.header.file";

    private static final String TEST_ID = "org.credence.test.id";
    private static final int MOST_EXPANDED = 400;
    private static final long SETTLE_MS = 120;

    private final ImageSources sources;
    private final IWorkbenchWindow window;
    private final IPartListener parts = new Activation();
    private final IPropertyListener frames = (part, property) -> {
        if (property == ConfidenceEditor.PROP_FRAME) {
            follow((ConfidenceEditor) part);
        }
    };
    private Job job;
    private Path file;
    private ConfidenceEditor followed;
    private List<Attribute> attributes = List.of();
    private Label title;
    private Text filter;
    private TreeViewer tree;

    @Inject
    public HeaderView(ImageSources sources, IWorkbenchWindow window) {
        this.sources = sources;
        this.window = window;
    }

    /** Builds the view. */
    @PostConstruct
    public void create(Composite parent) {
        Composite body = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 6;
        layout.marginHeight = 6;
        body.setLayout(layout);
        title = new Label(body, SWT.NONE);
        title.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        filter = new Text(body, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(Messages.Studies_filter);
        filter.setData(TEST_ID, "header.filter");
        filter.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        filter.addListener(SWT.Modify, e -> fill());
        tree = new TreeViewer(body, SWT.FULL_SELECTION | SWT.V_SCROLL | SWT.H_SCROLL);
        tree.getTree().setData(TEST_ID, "header.tree");
        tree.getTree().setHeaderVisible(true);
        tree.getControl().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        tree.setContentProvider(new Content());
        column(Messages.Header_name, 270, HeaderTree.Node::name);
        column(Messages.Header_value, 300, HeaderTree.Node::value);
        column(Messages.Header_vr, 40, HeaderTree.Node::vr);
        column(Messages.Header_tag, 110, HeaderTree.Node::tag);
        Menu menu = new Menu(tree.getControl());
        MenuItem copy = new MenuItem(menu, SWT.PUSH);
        copy.setText(Messages.Header_copy);
        copy.addListener(SWT.Selection, e -> copy());
        tree.getControl().setMenu(menu);
        tree.getControl().addListener(SWT.KeyDown, e -> {
            if (e.keyCode == 'c' && e.stateMask == SWT.MOD1) {
                copy();
            }
        });
        window.getPartService().addPartListener(parts);
        if (file == null && window.getActivePage() != null) {
            parts.partActivated(window.getActivePage().getActiveEditor());
        }
        if (file == null && followed == null) {
            title.setText(Messages.Header_nothing);
        }
    }

    /** Shows the header of a file that was asked for, until an editor is activated. */
    @Inject
    @Optional
    public void show(@Named(FILE) Path asked) {
        if (asked != null) {
            load(asked);
        }
    }

    /** Gives the keyboard to the filter. */
    @Focus
    public void focus() {
        filter.setFocus();
    }

    /** Ends listening. */
    @PreDestroy
    public void dispose() {
        window.getPartService().removePartListener(parts);
        leave();
        if (job != null) {
            job.cancel();
        }
    }

    private void follow(ConfidenceEditor editor) {
        if (editor.input().title().isPresent()) {
            hide();
            return;
        }
        String uid = editor.frame().sopInstanceUid();
        editor.series().instances().stream()
                .filter(i -> i.sopInstanceUid().equals(uid))
                .findFirst()
                .ifPresent(i -> load(i.file()));
    }

    /** Shows nothing, as the header would say whose images a blinded reader reads. */
    private void hide() {
        file = null;
        if (job != null) {
            job.cancel();
        }
        attributes = List.of();
        title.setText(Messages.Header_hidden);
        title.setToolTipText(null);
        fill();
    }

    private void leave() {
        if (followed != null) {
            followed.removePropertyListener(frames);
            followed = null;
        }
    }

    private void load(Path wanted) {
        if (wanted.equals(file)) {
            return;
        }
        file = wanted;
        if (job != null) {
            job.cancel();
        }
        job = Job.create(
                NLS.bind(Messages.Header_job, wanted.getFileName()), (IJobFunction) monitor -> read(wanted, monitor));
        job.setSystem(true);
        // A stack that is scrolled through passes many files by.
        job.schedule(SETTLE_MS);
    }

    private IStatus read(Path wanted, IProgressMonitor monitor) {
        List<Attribute> found;
        String about;
        try {
            FileDescription description = sources.describe(wanted, Set.of());
            found = description.attributes();
            about = description.summary();
        } catch (ImagingException e) {
            found = List.of();
            about = e.getMessage();
        }
        List<Attribute> shown = found;
        String text = about;
        if (!monitor.isCanceled()) {
            window.getShell().getDisplay().asyncExec(() -> {
                if (wanted.equals(file) && tree != null && !tree.getControl().isDisposed()) {
                    attributes = shown;
                    title.setText(text.replace("&", "&&"));
                    title.setToolTipText(wanted.toString());
                    fill();
                }
            });
        }
        return Status.OK_STATUS;
    }

    private void fill() {
        HeaderTree shown = HeaderTree.of(attributes, filter.getText());
        tree.getControl().setRedraw(false);
        tree.setInput(shown);
        if (!filter.getText().isBlank() && shown.size() <= MOST_EXPANDED) {
            tree.expandAll();
        }
        tree.getControl().setRedraw(true);
    }

    private void copy() {
        if (tree.getStructuredSelection().getFirstElement() instanceof HeaderTree.Node node
                && !node.value().isEmpty()) {
            Clipboard clipboard = new Clipboard(tree.getControl().getDisplay());
            clipboard.setContents(new Object[] {node.value()}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        }
    }

    private void column(String name, int width, java.util.function.Function<HeaderTree.Node, String> text) {
        TreeViewerColumn column = new TreeViewerColumn(tree, SWT.NONE);
        column.getColumn().setText(name);
        column.getColumn().setWidth(width);
        column.getColumn().setResizable(true);
        column.setLabelProvider(new ColumnLabelProvider() {
            @Override
            public String getText(Object element) {
                return text.apply((HeaderTree.Node) element);
            }
        });
    }

    /** Follows the editor that is used. */
    private final class Activation implements IPartListener {
        @Override
        public void partActivated(IWorkbenchPart part) {
            if (part instanceof ConfidenceEditor editor) {
                if (editor != followed) {
                    leave();
                    followed = editor;
                    editor.addPropertyListener(frames);
                }
                follow(editor);
            }
        }

        @Override
        public void partBroughtToTop(IWorkbenchPart part) {
            partActivated(part);
        }

        @Override
        public void partClosed(IWorkbenchPart part) {
            if (part == followed) {
                leave();
            }
        }

        @Override
        public void partDeactivated(IWorkbenchPart part) {
            // The header of the last editor stays.
        }

        @Override
        public void partOpened(IWorkbenchPart part) {
            // It is activated next.
        }
    }

    private static final class Content implements ITreeContentProvider {
        @Override
        public Object[] getElements(Object input) {
            return ((HeaderTree) input).roots().toArray();
        }

        @Override
        public Object[] getChildren(Object parent) {
            return ((HeaderTree.Node) parent).children().toArray();
        }

        @Override
        public Object getParent(Object element) {
            return null;
        }

        @Override
        public boolean hasChildren(Object element) {
            return !((HeaderTree.Node) element).children().isEmpty();
        }
    }
}

package org.credence.workbench.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageSeries;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.MultiStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobChangeEvent;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.jobs.JobChangeAdapter;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.workbench.modeling.ESelectionService;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.ColumnViewerToolTipSupport;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TreeViewer;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ProgressBar;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;

/** Patients, studies, series and documents; Enter or a double click opens a series, or the header of a document. */
public final class StudiesView {

    /** The view's id. */
    public static final String ID = "org.credence.workbench.studies";

    /** The key under which tests find widgets. */
    private static final String TEST_ID = "org.credence.test.id";

    private static final int BAR_STEPS = 1000;
    private static final int LOOK_MS = 150;

    private final Studies studies;
    private final Opening opening;
    private final VisibleJobs jobs;
    private final RunningSession running;
    private final Segmenting segmenting;
    private final List<Runnable> subscriptions = new ArrayList<>();
    // One and the same, so that the display keeps one timer however many Jobs begin.
    private final Runnable looking = this::showAdvance;
    private Composite stack;
    private StackLayout stackLayout;
    private Composite empty;
    private SessionPane session;
    private Composite list;
    private Text filter;
    private TreeViewer tree;
    private Link problems;
    private Composite jobStrip;
    private Label jobLabel;
    private Label jobAdvance;
    private ProgressBar jobBar;
    private ProgressBar unknownBar;
    private Job job;

    @Inject
    public StudiesView(
            Studies studies, Opening opening, VisibleJobs jobs, RunningSession running, Segmenting segmenting) {
        this.studies = studies;
        this.jobs = jobs;
        this.running = running;
        this.opening = opening;
        this.segmenting = segmenting;
    }

    /** Builds the view. */
    @PostConstruct
    public void create(Composite parent, ESelectionService selections) {
        Composite body = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        body.setLayout(layout);
        stack = new Composite(body, SWT.NONE);
        stack.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        stackLayout = new StackLayout();
        stack.setLayout(stackLayout);
        empty();
        list();
        session = new SessionPane(stack, running);
        tree.addSelectionChangedListener(
                e -> selections.setSelection(tree.getStructuredSelection().getFirstElement()));
        jobStrip(body);
        subscriptions.add(studies.listen(this::show));
        subscriptions.add(jobs.watch(this::watch));
        subscriptions.add(running.listen(this::show));
        show();
    }

    /** Gives the keyboard to the tree, or to what opens something. */
    @Focus
    public void focus() {
        if (stackLayout.topControl == list) {
            tree.getControl().setFocus();
        } else {
            stackLayout.topControl.setFocus();
        }
    }

    /** Ends listening. */
    @PreDestroy
    public void dispose() {
        subscriptions.forEach(Runnable::run);
    }

    private void empty() {
        empty = new Composite(stack, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 14;
        layout.marginHeight = 18;
        layout.verticalSpacing = 10;
        empty.setLayout(layout);
        Label nothing = new Label(empty, SWT.WRAP);
        nothing.setText(Messages.Studies_nothing);
        nothing.setLayoutData(wide());
        Button folder = new Button(empty, SWT.PUSH);
        folder.setText(Messages.Studies_openFolder);
        folder.setData(TEST_ID, "studies.openFolder");
        folder.setLayoutData(wide());
        folder.addListener(SWT.Selection, e -> execute("org.credence.workbench.openFolder"));
        Button files = new Button(empty, SWT.PUSH);
        files.setText(Messages.Studies_openFiles);
        files.setData(TEST_ID, "studies.openFiles");
        files.setLayoutData(wide());
        files.addListener(SWT.Selection, e -> execute("org.credence.workbench.openFiles"));
    }

    private void list() {
        list = new Composite(stack, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 6;
        layout.marginHeight = 6;
        list.setLayout(layout);
        filter = new Text(list, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(Messages.Studies_filter);
        filter.setData(TEST_ID, "studies.filter");
        filter.setLayoutData(wide());
        filter.addListener(SWT.Modify, e -> show());
        tree = new TreeViewer(list, SWT.SINGLE | SWT.V_SCROLL | SWT.H_SCROLL);
        tree.getTree().setData(TEST_ID, "studies.tree");
        tree.getControl().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        tree.setContentProvider(new StudyTreeContent());
        StudyLabels labels = new StudyLabels(studies);
        tree.setLabelProvider(new DelegatingStyledCellLabelProvider(labels) {
            @Override
            public String getToolTipText(Object element) {
                return labels.getToolTipText(element);
            }
        });
        ColumnViewerToolTipSupport.enableFor(tree);
        contextMenu();
        tree.addOpenListener(e -> {
            Object chosen = ((IStructuredSelection) e.getSelection()).getFirstElement();
            if (chosen instanceof ImageSeries series) {
                opening.open(series);
            } else if (chosen instanceof ImageFile) {
                execute("org.credence.workbench.header");
            } else {
                tree.setExpandedState(chosen, !tree.getExpandedState(chosen));
            }
        });
        problems = new Link(list, SWT.WRAP);
        problems.setData(TEST_ID, "studies.problems");
        problems.setLayoutData(wide());
        problems.addListener(SWT.Selection, e -> tell());
    }

    private void contextMenu() {
        Menu menu = new Menu(tree.getControl());
        MenuItem open = new MenuItem(menu, SWT.PUSH);
        open.setText(Messages.Studies_open);
        open.addListener(SWT.Selection, e -> chosen().series().forEach(opening::open));
        MenuItem header = new MenuItem(menu, SWT.PUSH);
        header.setText(Messages.Studies_header);
        header.addListener(SWT.Selection, e -> execute("org.credence.workbench.header"));
        MenuItem deidentify = new MenuItem(menu, SWT.PUSH);
        deidentify.setText(Messages.Studies_deidentify);
        deidentify.addListener(SWT.Selection, e -> execute("org.credence.workbench.deidentify"));
        MenuItem segment = new MenuItem(menu, SWT.PUSH);
        segment.setText(Messages.Studies_segment);
        segment.addListener(SWT.Selection, e -> segmenting.ask(tree.getControl().getShell(), chosen().series()));
        menu.addListener(SWT.Show, e -> {
            boolean file = tree.getStructuredSelection().getFirstElement() instanceof ImageFile;
            open.setEnabled(tree.getStructuredSelection().getFirstElement() instanceof ImageSeries);
            header.setEnabled(open.isEnabled() || file);
            deidentify.setEnabled(!chosen().isEmpty());
            segment.setEnabled(!chosen().series().isEmpty());
        });
        tree.getControl().setMenu(menu);
    }

    private StudySelection chosen() {
        return StudySelection.of(tree.getStructuredSelection().getFirstElement());
    }

    private void jobStrip(Composite parent) {
        jobStrip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 8;
        jobStrip.setLayout(layout);
        jobLabel = new Label(jobStrip, SWT.NONE);
        jobLabel.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Button cancel = new Button(jobStrip, SWT.PUSH);
        cancel.setText(Messages.Studies_cancel);
        cancel.setData(TEST_ID, "studies.cancel");
        cancel.addListener(SWT.Selection, e -> {
            if (job != null) {
                job.cancel();
            }
        });
        jobAdvance = new Label(jobStrip, SWT.WRAP);
        jobAdvance.setData(TEST_ID, "studies.advance");
        unknownBar = new ProgressBar(jobStrip, SWT.INDETERMINATE);
        jobBar = new ProgressBar(jobStrip, SWT.SMOOTH);
        jobBar.setMaximum(BAR_STEPS);
        for (Control control : List.of(jobAdvance, unknownBar, jobBar)) {
            GridData data = wide();
            data.horizontalSpan = 2;
            control.setLayoutData(data);
        }
        // Three lines, and the words that wrap into more are in the tool tip.
        ((GridData) jobAdvance.getLayoutData()).heightHint = 3 * jobLabel.computeSize(SWT.DEFAULT, SWT.DEFAULT).y;
        ((GridData) jobAdvance.getLayoutData()).widthHint = 40;
        GridData hidden = wide();
        hidden.exclude = true;
        jobStrip.setLayoutData(hidden);
        jobStrip.setVisible(false);
    }

    /** Shows how far the Job is, and looks again soon. What it says may name patients, whom a session must not tell. */
    private void showAdvance() {
        if (jobStrip.isDisposed() || job == null) {
            return;
        }
        Optional<JobProgress.Advance> advance = JobProgress.of(job);
        String text = running.isRunning()
                ? ""
                : advance.map(JobProgress.Advance::text).orElse("");
        jobAdvance.setText(text.replace("&", "&&"));
        jobAdvance.setToolTipText(text.isEmpty() ? null : text);
        jobBar.setSelection(
                (int) (BAR_STEPS * advance.map(JobProgress.Advance::fraction).orElse(0.0)));
        if (jobBar.getVisible() != advance.isPresent()) {
            include(jobAdvance, advance.isPresent());
            include(jobBar, advance.isPresent());
            include(unknownBar, advance.isEmpty());
            jobStrip.getParent().layout(true, true);
        }
        jobStrip.getDisplay().timerExec(LOOK_MS, looking);
    }

    private static void include(Control control, boolean shown) {
        ((GridData) control.getLayoutData()).exclude = !shown;
        control.setVisible(shown);
    }

    private void watch(Job started) {
        job = started;
        jobLabel.setText(started.getName().replace("&", "&&"));
        jobLabel.setToolTipText(started.getName());
        showJob(true);
        showAdvance();
        started.addJobChangeListener(new JobChangeAdapter() {
            @Override
            public void done(IJobChangeEvent event) {
                if (!stack.isDisposed()) {
                    stack.getDisplay().asyncExec(() -> {
                        if (job == started) {
                            job = null;
                            showJob(false);
                        }
                    });
                }
            }
        });
    }

    private void showJob(boolean shown) {
        if (!jobStrip.isDisposed()) {
            ((GridData) jobStrip.getLayoutData()).exclude = !shown;
            jobStrip.setVisible(shown);
            jobStrip.getParent().layout();
        }
    }

    private void show() {
        if (stack.isDisposed()) {
            return;
        }
        if (running.isRunning()) {
            tree.setSelection(StructuredSelection.EMPTY);
            session.refresh();
            stackLayout.topControl = session.control();
            stack.layout();
            return;
        }
        stackLayout.topControl = studies.series().isEmpty() ? empty : list;
        Object[] expanded = tree.getExpandedElements();
        boolean first = tree.getInput() == null;
        StudyTree shown = StudyTree.of(studies.series(), studies.documents(), filter.getText());
        tree.getControl().setRedraw(false);
        tree.setInput(shown);
        if (first || !filter.getText().isBlank() || shown.patients().size() <= 20) {
            tree.expandAll();
        } else {
            tree.setExpandedElements(expanded);
        }
        tree.getControl().setRedraw(true);
        int count = studies.problems().size();
        problems.setText(count == 0 ? "" : NLS.bind(Messages.Studies_problems, count));
        ((GridData) problems.getLayoutData()).exclude = count == 0;
        problems.setVisible(count > 0);
        list.layout();
        stack.layout();
    }

    private void tell() {
        List<IStatus> each = studies.problems().stream()
                .map(p -> (IStatus) new Status(IStatus.WARNING, StudiesView.class, p.message()))
                .toList();
        ErrorDialog.openError(
                stack.getShell(),
                Messages.Studies_problemsTitle,
                null,
                new MultiStatus(
                        StudiesView.class,
                        IStatus.WARNING,
                        each.toArray(IStatus[]::new),
                        NLS.bind(Messages.Studies_problemsText, each.size()),
                        null));
    }

    private static void execute(String command) {
        try {
            PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand(command, null);
        } catch (CommandException e) {
            throw new IllegalStateException("Command " + command + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static GridData wide() {
        return new GridData(SWT.FILL, SWT.CENTER, true, false);
    }
}

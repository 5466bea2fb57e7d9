package org.credence.annotation.ui;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.PaintTools;
import org.credence.annotation.ui.internal.EditorBody;
import org.credence.annotation.ui.internal.InvertCommand;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Window;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorSite;
import org.eclipse.ui.ISaveablesSource;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchListener;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.Saveable;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.contexts.IContextService;
import org.eclipse.ui.part.EditorPart;

/**
 * An editor in which one reader paints confidence on the frames of one series. Opened on a {@link SeriesEditorInput}.
 *
 * <p>Every gesture is one operation of the workbench's operation history; saving stores a snapshot in a Job. UI thread
 * only.
 */
public final class ConfidenceEditor extends EditorPart implements ISaveablesSource {

    /** The editor's id. */
    public static final String ID = "org.credence.annotation.ui.editor";

    /** The id of the palette view. */
    public static final String PALETTE_VIEW_ID = "org.credence.annotation.ui.palette";

    /** The id of the view that lists all keys. */
    public static final String KEYS_VIEW_ID = "org.credence.annotation.ui.keySheet";

    /** The property that {@link #addPropertyListener} tells about when a save has succeeded. */
    public static final int PROP_SAVED = 0x5A7ED;

    /** The property that {@link #addPropertyListener} tells about when another frame is shown. */
    public static final int PROP_FRAME = 0xF4A3E;

    private static final String VIEWING = "org.credence.annotation.ui.viewing";

    private final IWorkbenchListener forcedShutdown = new IWorkbenchListener() {
        @Override
        public boolean preShutdown(IWorkbench workbench, boolean forced) {
            asked = !forced;
            return true;
        }

        @Override
        public void postShutdown(IWorkbench workbench) {
            // Too late for anything.
        }
    };

    private EditorBody body;
    private boolean asked = true;

    @Override
    public void init(IEditorSite site, IEditorInput input) throws PartInitException {
        if (!(input instanceof SeriesEditorInput)) {
            throw new PartInitException("A confidence editor opens a series, got: " + input.getName());
        }
        setSite(site);
        setInput(input);
        setPartName(input.getName());
    }

    @Override
    public void createPartControl(Composite parent) {
        IEclipseContext context = getSite().getService(IEclipseContext.class);
        body = new EditorBody(
                parent,
                input(),
                getSite()
                        .getWorkbenchWindow()
                        .getWorkbench()
                        .getOperationSupport()
                        .getOperationHistory(),
                context.get(PaintPalette.class),
                context.get(PaintTools.class),
                context.get(AnnotationStores.class),
                () -> Optional.ofNullable(context.get(PromptedModel.class)),
                new EditorBody.News() {
                    @Override
                    public void dirtyChanged() {
                        firePropertyChange(PROP_DIRTY);
                    }

                    @Override
                    public void saved() {
                        firePropertyChange(PROP_SAVED);
                    }

                    @Override
                    public void frameChanged() {
                        firePropertyChange(PROP_FRAME);
                    }
                });
        getSite().getService(IContextService.class).activateContext(VIEWING);
        getSite().getWorkbenchWindow().getWorkbench().addWorkbenchListener(forcedShutdown);
    }

    /** What is read. */
    public ImageSeries series() {
        return input().series();
    }

    /** The input with which the editor was opened. */
    public SeriesEditorInput input() {
        return (SeriesEditorInput) getEditorInput();
    }

    /** The frame that is shown, or will be once it is decoded. */
    public FrameRef frame() {
        return body.frame();
    }

    /** The position of that frame in viewing order, from 0. */
    public int position() {
        return body.position();
    }

    /** The pixels that are shown; empty while they are being decoded or cannot be. */
    public Optional<Frame> visibleFrame() {
        return body.visible();
    }

    /** The window that frames are shown under; empty until the first frame is decoded. */
    public Optional<Window> window() {
        return body.window();
    }

    /** Shows the frame at a position in viewing order; positions beyond the ends become the ends. */
    public void goTo(int position) {
        body.goTo(position);
    }

    /** Plays the clip in a loop, or pauses it. */
    public void togglePlaying() {
        body.togglePlaying();
    }

    public boolean isPlaying() {
        return body.isPlaying();
    }

    /** Shows the whole image, now and when the pane's size changes. */
    public void fit() {
        body.fit();
    }

    /** Shows one image pixel per pixel of the screen. */
    public void actualSize() {
        body.actualSize();
    }

    /** Shows the image larger by a factor, or smaller. */
    public void zoom(double factor) {
        body.zoom(factor);
    }

    /** Goes back to the window that the file asks for. */
    public void resetWindow() {
        body.resetWindow();
        refreshInverted();
    }

    /** Whether gray frames are shown with bright and dark exchanged. */
    public boolean isInverted() {
        return body.isInverted();
    }

    /** Exchanges bright and dark of gray frames, or takes that back; colours stay. */
    public void toggleInverted() {
        body.toggleInverted();
        refreshInverted();
    }

    /**
     * The windows that the visible frame can be shown under: the file's, the full range, and those of the input's
     * presentations. None while no frame is visible.
     */
    public List<WindowChoice> windowChoices() {
        return body.windowChoices();
    }

    /** Shows frames under a window. */
    public void chooseWindow(WindowChoice choice) {
        body.chooseWindow(choice);
        refreshInverted();
    }

    /** Chooses the window that comes after the current one in {@link #windowChoices()}. */
    public void nextWindow() {
        body.nextWindow();
        refreshInverted();
    }

    /** Marks the frame that is shown as complete, or takes that back; an operation that can be undone. */
    public void toggleComplete() {
        body.toggleComplete();
    }

    /**
     * Shows what a model proposes for a frame, over what is painted; nothing is painted by that. A blinded reader is shown
     * nothing.
     *
     * @param frame one of the series' frames
     * @param proposal of the series' size; segments are given the colour of the scheme's segment of that name
     * @param modelName for people
     */
    public void showProposal(FrameRef frame, ProbabilityMap proposal, String modelName) {
        body.showProposal(frame, proposal, Optional.empty(), modelName);
    }

    /**
     * Shows what several models propose for a frame, over what is painted: their mean, and in panes that ask for it how far
     * they are apart.
     *
     * @param frame one of the series' frames
     * @param mean of the series' size; segments are given the colour of the scheme's segment of that name
     * @param deviation the models' standard deviation, of the same size and segments
     * @param modelName for people
     */
    public void showProposal(FrameRef frame, ProbabilityMap mean, ProbabilityMap deviation, String modelName) {
        body.showProposal(frame, mean, Optional.of(deviation), modelName);
    }

    /** Shows no proposals any more. */
    public void clearProposals() {
        body.clearProposals();
    }

    public boolean hasProposals() {
        return body.hasProposals();
    }

    /** Undoes the latest operation, if there is one and no stroke is under way. */
    public void undo() {
        body.undo();
    }

    /** Does again what was undone last. */
    public void redo() {
        body.redo();
    }

    /** What {@link #undo} would undo; empty if there is nothing. */
    public Optional<String> undoLabel() {
        return body.undoLabel();
    }

    /** What {@link #redo} would do again; empty if there is nothing. */
    public Optional<String> redoLabel() {
        return body.redoLabel();
    }

    @Override
    public <T> T getAdapter(Class<T> adapter) {
        return adapter == EditorBody.class ? adapter.cast(body) : super.getAdapter(adapter);
    }

    @Override
    public void setFocus() {
        body.takeFocus();
        refreshInverted();
    }

    private void refreshInverted() {
        getSite().getService(ICommandService.class).refreshElements(InvertCommand.ID, null);
    }

    @Override
    public boolean isDirty() {
        return body != null && body.saveable().isDirty();
    }

    @Override
    public Saveable[] getSaveables() {
        return body == null ? new Saveable[0] : new Saveable[] {body.saveable()};
    }

    @Override
    public Saveable[] getActiveSaveables() {
        return getSaveables();
    }

    @Override
    public void doSave(IProgressMonitor monitor) {
        try {
            body.saveable().doSave(monitor);
        } catch (CoreException e) {
            monitor.setCanceled(true);
            throw new OperationCanceledException(e.getMessage());
        }
    }

    @Override
    public void doSaveAs() {
        throw new UnsupportedOperationException("An annotation is kept in the file of its reader and series.");
    }

    @Override
    public boolean isSaveAsAllowed() {
        return false;
    }

    @Override
    public void dispose() {
        if (body != null) {
            getSite().getWorkbenchWindow().getWorkbench().removeWorkbenchListener(forcedShutdown);
            body.dispose(asked);
        }
        super.dispose();
    }
}

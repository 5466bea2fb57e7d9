package org.credence.annotation.ui.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FileStamp;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.Progress;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.window.IShellProvider;
import org.eclipse.osgi.util.NLS;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.Saveable;
import org.eclipse.ui.progress.IJobRunnable;

/**
 * An annotation as the workbench saves it: the snapshot is taken on the UI thread, and stored in the background while
 * the reader paints on. What was painted since stays unsaved.
 */
final class AnnotationSaveable extends Saveable {

    /** Who wants to know how saving goes; called on the thread that saves. */
    interface Witness {
        void begins();

        void ends(long version, IStatus result);

        /** Asks whether work shall be kept beside a file that somebody else has changed. */
        boolean mayKeepBeside(String reason);

        /** Tells where work was kept beside that file. */
        void keptBeside(Reader as, Path file);
    }

    private static final int MOST_VERSIONS = 99;

    private final SeriesEditorInput input;
    private final EditHistory history;
    private final AnnotationStores stores;
    private final JournalWriter journal;
    private final Runnable beforeSnapshot;
    private final Witness witness;

    /** What the file was when it was last read or saved here; only one save runs at a time. */
    private volatile Optional<FileStamp> last;

    AnnotationSaveable(
            SeriesEditorInput input,
            EditHistory history,
            AnnotationStores stores,
            JournalWriter journal,
            Runnable beforeSnapshot,
            Witness witness) {
        this.input = input;
        this.history = history;
        this.stores = stores;
        this.journal = journal;
        this.beforeSnapshot = beforeSnapshot;
        this.witness = witness;
        this.last = input.stamp();
    }

    @Override
    public String getName() {
        return input.getName();
    }

    @Override
    public String getToolTipText() {
        return input.getToolTipText();
    }

    @Override
    public ImageDescriptor getImageDescriptor() {
        return null;
    }

    @Override
    public boolean isDirty() {
        return history.isDirty();
    }

    @Override
    public void disableUI(IWorkbenchPart[] parts, boolean closing) {
        // Saving works on a snapshot; the reader may go on.
    }

    @Override
    public void enableUI(IWorkbenchPart[] parts) {
        // Never disabled.
    }

    @Override
    public void doSave(IProgressMonitor monitor) throws CoreException {
        IStatus status = prepare().run(monitor);
        if (!status.isOK()) {
            throw new CoreException(status);
        }
    }

    @Override
    public IJobRunnable doSave(IProgressMonitor monitor, IShellProvider shellProvider) {
        return prepare();
    }

    private IJobRunnable prepare() {
        beforeSnapshot.run();
        AnnotationSnapshot snapshot = input.annotation().snapshot();
        long version = history.version();
        JournalWriter.Saving saving = journal.saving(snapshot);
        return monitor -> {
            witness.begins();
            Progress progress = new MonitorProgress(monitor, NLS.bind(Messages.Save_task, getName()));
            saving.await();
            IStatus result = store(snapshot, progress);
            if (result.isOK()) {
                saving.stored();
            }
            monitor.done();
            witness.ends(version, result);
            return result;
        };
    }

    private IStatus store(AnnotationSnapshot snapshot, Progress progress) {
        Path folder = input.file().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            String reason =
                    e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
            return failure(NLS.bind(Messages.Save_folder, folder, reason), e);
        }
        try {
            FileStamp saved = last.isPresent()
                    ? stores.save(snapshot, input.series(), input.file(), last.get(), progress)
                    : stores.save(snapshot, input.series(), input.file());
            last = Optional.of(saved);
            return Status.OK_STATUS;
        } catch (CancellationException e) {
            return Status.CANCEL_STATUS;
        } catch (AnnotationException e) {
            return e.kind() == AnnotationException.Kind.CONFLICT && witness.mayKeepBeside(e.getMessage())
                    ? keepBeside(snapshot, folder, progress)
                    : failure(e.getMessage(), e);
        } catch (RuntimeException e) {
            return failure(e.toString(), e);
        }
    }

    /** Stores the work as that of a reader with a number behind the id, who can be compared with what the file holds now. */
    private IStatus keepBeside(AnnotationSnapshot snapshot, Path folder, Progress progress) {
        Reader reader = snapshot.reader();
        for (int version = 2; version <= MOST_VERSIONS; version++) {
            String end = "." + version;
            Reader as = new Reader(
                    shortened(reader.id(), 16 - end.length()) + end,
                    shortened(NLS.bind(Messages.Save_version, reader.name(), version), 64));
            Path file = AnnotationStores.fileFor(folder, as, input.series());
            if (Files.exists(file)) {
                continue;
            }
            try {
                stores.save(snapshot.readBy(as), input.series(), file, FileStamp.ABSENT, progress);
                witness.keptBeside(as, file);
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            } catch (AnnotationException e) {
                return failure(e.getMessage(), e);
            }
        }
        return failure(NLS.bind(Messages.Save_manyVersions, folder), null);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static IStatus failure(String reason, Exception cause) {
        return new Status(IStatus.ERROR, AnnotationSaveable.class, NLS.bind(Messages.Save_failed, reason), cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnnotationSaveable s && s.input.equals(input);
    }

    @Override
    public int hashCode() {
        return input.hashCode();
    }
}

package org.credence.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.credence.imaging.ImageSources.Problem;
import org.credence.imaging.internal.Archive;
import org.credence.imaging.internal.ArchiveContents;
import org.credence.imaging.internal.DirectoryMembers;
import org.credence.imaging.internal.FolderIndex;
import org.credence.imaging.internal.FolderWalk;
import org.credence.imaging.internal.LazyDecoder;
import org.credence.imaging.internal.SharedWork;

/** One scan: see {@link ImageSources#scan}. Used once, by one thread. */
final class Scanning {

    /** What came of reading one header: a content, or why there is none. */
    private record Outcome(FolderIndex.Content content, String problem) {}

    private final ImageSources sources;
    private final Optional<ImageCache> cache;
    private final Progress progress;
    private final List<ImageInstance> images = new ArrayList<>();
    private final List<PresentationState> presentations = new ArrayList<>();
    private final List<OtherObject> others = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    Scanning(ImageSources sources, Optional<ImageCache> cache, Progress progress) {
        this.sources = sources;
        this.cache = cache;
        this.progress = progress;
    }

    ImageSources.Scan scan(List<Path> paths) throws ImagingException {
        ImageFile beside = null;
        for (int i = 0; i < paths.size(); i++) {
            progress.checkCancelled();
            Path path = paths.get(i);
            Progress part = progress.part((double) i / paths.size(), (i + 1.0) / paths.size());
            if (Files.isDirectory(path)) {
                folder(path, Problem::new, part);
                continue;
            }
            ImageSources.checkReadable(path);
            Optional<ImageFile> read = sources.readIfKnown(path);
            if (read.isPresent()) {
                beside = read.get();
                take(read.get());
                if (read.get() instanceof ImageDirectory directory) {
                    members(directory, part);
                }
            } else if (Archive.isArchive(path)) {
                archive(path, part);
            } else {
                throw sources.unknown(path);
            }
        }
        if (images.isEmpty()) {
            if (paths.size() == 1 && (beside instanceof PresentationState || beside instanceof OtherObject)) {
                ImageSources.imageOf(beside);
            }
            throw nothingIn(paths);
        }
        cache.ifPresent(ImageCache::tidy);
        progress.report(1, images.size() + " images");
        return new ImageSources.Scan(ImageSeries.group(images), presentations, others, problems);
    }

    private ImagingException nothingIn(List<Path> paths) {
        return new ImagingException("No images were found in "
                + (paths.isEmpty()
                        ? "an empty list"
                        : paths.stream().map(Path::toString).collect(Collectors.joining(", ")))
                + (problems.isEmpty()
                        ? "; choose a folder with " + sources.names() + " files."
                        : "; " + problems.size() + " files could not be read, the first because: "
                                + problems.get(0).message()));
    }

    private void take(ImageFile file) {
        if (file instanceof ImageInstance image) {
            images.add(image);
        } else if (file instanceof PresentationState state) {
            presentations.add(state);
        } else if (file instanceof OtherObject other) {
            others.add(other);
        }
        // What a directory within a folder lists lies in the same folder and is found there.
    }

    private void folder(Path folder, BiFunction<Path, String, Problem> wording, Progress part) throws ImagingException {
        // Before the walk, so that whatever changes from here on is noticed the next time.
        ForkJoinTask<Optional<FolderIndex>> loading = ForkJoinPool.commonPool().submit(() -> index(folder));
        List<FolderWalk.Found> found =
                FolderWalk.files(folder, (file, why) -> problems.add(wording.apply(file, why)), part.part(0, 0.05));
        Optional<FolderIndex> index = loading.join();
        List<FolderIndex.Content> contents = new ArrayList<>(found.size());
        List<Path> unread = new ArrayList<>();
        for (FolderWalk.Found f : found) {
            FolderIndex.Content known = index.flatMap(i -> i.content(f)).orElse(null);
            contents.add(known);
            if (known == null) {
                unread.add(f.path());
            }
        }
        Iterator<Outcome> outcomes = headers(unread, part.part(0.05, 1)).iterator();
        for (int i = 0; i < contents.size(); i++) {
            if (contents.get(i) == null) {
                Outcome outcome = outcomes.next();
                contents.set(i, outcome.content());
                if (outcome.problem() != null) {
                    problems.add(wording.apply(found.get(i).path(), outcome.problem()));
                    continue;
                }
            }
            contents.get(i).file().ifPresent(this::take);
        }
        if (index.isPresent()) {
            try {
                index.get().save(found, contents);
            } catch (IOException e) {
                // Nothing is lost but time: the folder is read again the next time.
                return;
            }
        }
    }

    private Optional<FolderIndex> index(Path folder) {
        return cache.flatMap(c -> c.indexOf(folder))
                .map(file -> FolderIndex.load(file, folder, sources.stamp(), sources::read));
    }

    private List<Outcome> headers(List<Path> files, Progress part) {
        return SharedWork.map(files, this::header, part, "Reading headers");
    }

    private Outcome header(Path file) {
        try {
            // Thousands of headers with all their elements would fill the memory.
            return new Outcome(
                    new FolderIndex.Content(sources.readIfKnown(file)
                            .map(f -> f instanceof ImageInstance image ? LazyDecoder.lazy(image, sources::read) : f)),
                    null);
        } catch (ImagingException e) {
            return new Outcome(null, e.getMessage());
        }
    }

    private void members(ImageDirectory directory, Progress part) {
        DirectoryMembers.Members members = DirectoryMembers.of(directory);
        for (Path missing : members.missing()) {
            problems.add(new Problem(
                    missing,
                    "File " + missing + " is listed in " + directory.file()
                            + " but does not exist; copy the whole medium."));
        }
        List<Outcome> outcomes = headers(members.present(), part);
        for (int i = 0; i < outcomes.size(); i++) {
            Path member = members.present().get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome.problem() != null) {
                problems.add(new Problem(member, outcome.problem()));
            } else {
                outcome.content()
                        .file()
                        .ifPresentOrElse(
                                this::take,
                                () -> problems.add(new Problem(
                                        member, sources.unknown(member).getMessage())));
            }
        }
    }

    private void archive(Path zip, Progress part) throws ImagingException {
        if (cache.isEmpty()) {
            throw new ImagingException("Archive " + zip
                    + " cannot be opened without a cache to unpack it to; unpack it and open the folder.");
        }
        Path unpacked = Archive.unpack(zip, cache.get().archives(), Archive.Limits.USUAL, part.part(0, 0.5));
        ArchiveContents contents;
        try {
            contents = ArchiveContents.read(unpacked);
        } catch (IOException e) {
            throw new ImagingException(
                    "Archive " + zip + " was unpacked into " + unpacked + " but removed meanwhile; open it again.", e);
        }
        contents.problems().forEach(p -> problems.add(new Problem(zip, p + " (" + zip + ")")));
        Path files = unpacked.resolve(ArchiveContents.FILES);
        if (!Files.isDirectory(files)) {
            return;
        }
        // People know the names in the archive, and not those in the cache.
        folder(
                files,
                (file, message) -> new Problem(
                        zip,
                        contents.nameOf(files.relativize(file))
                                .map(entry -> message.replace(file.toString(), zip + "!" + entry))
                                .orElse(message)),
                part.part(0.5, 1));
    }
}

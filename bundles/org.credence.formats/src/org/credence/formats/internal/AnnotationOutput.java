package org.credence.formats.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.annotation.AnnotationException;
import org.credence.imaging.ImagingException;
import org.credence.imaging.WholeFile;

/** Whole files, with the errors of annotations. */
final class AnnotationOutput {

    private AnnotationOutput() {}

    static Path write(Path target, WholeFile.Content content) throws AnnotationException {
        try {
            WholeFile.write(target, content);
            return target;
        } catch (AnnotationException e) {
            throw e;
        } catch (ImagingException e) {
            throw new AnnotationException(e.getMessage(), e);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new AnnotationException(
                    target + " cannot be written (" + reason + "); check the folder and the space left.", e);
        }
    }
}

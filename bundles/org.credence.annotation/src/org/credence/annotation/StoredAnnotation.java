package org.credence.annotation;

/**
 * An annotation as it was read, and what its file was at that moment: who saves it later gives the stamp back, so that
 * nobody's changes in between are overwritten.
 *
 * @param annotation what the file held
 * @param stamp of the very bytes that were read
 */
public record StoredAnnotation(AnnotationSnapshot annotation, FileStamp stamp) {}

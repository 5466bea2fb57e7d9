package org.credence.annotation.ui.internal;

import java.util.function.ToIntFunction;

/** Breaks a sentence into lines. */
final class TextWrap {

    private TextWrap() {}

    /** The text with line breaks between words, so that no line is wider than {@code most} unless one word is. */
    static String wrap(String text, ToIntFunction<String> width, int most) {
        StringBuilder wrapped = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width.applyAsInt(longer) > most) {
                wrapped.append(line).append('\n');
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        return wrapped.append(line).toString();
    }
}

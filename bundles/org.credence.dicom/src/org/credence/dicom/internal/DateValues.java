package org.credence.dicom.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moves the dates of DA and DT values back by whole days; the time of day and its offset stay. */
final class DateValues {

    /** Year, month and day, both left out in a DT that does not know them; the old form writes dots. */
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:\\.?(\\d{2})(?:\\.?(\\d{2}))?)?(.*)");

    /** Times, fractions and an offset from UTC. */
    private static final Pattern REST = Pattern.compile("(\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?)?([-+]\\d{4})?");

    private DateValues() {}

    /**
     * Moves all values of an element.
     *
     * @return empty if one of them is no date that can be moved
     */
    static Optional<String> shifted(String values, int daysBack) {
        List<String> all = new ArrayList<>();
        for (String value : values.split("\\\\", -1)) {
            Optional<String> one = value.isBlank() ? Optional.of("") : one(value.strip(), daysBack);
            if (one.isEmpty()) {
                return one;
            }
            all.add(one.get());
        }
        return Optional.of(String.join("\\", all));
    }

    private static Optional<String> one(String value, int daysBack) {
        Matcher m = DATE.matcher(value);
        if (!m.matches() || !REST.matcher(m.group(4)).matches()) {
            return Optional.empty();
        }
        try {
            // A date without a day moves as its middle does.
            int month = m.group(2) == null ? 7 : Integer.parseInt(m.group(2));
            int day = m.group(3) == null ? m.group(2) == null ? 1 : 15 : Integer.parseInt(m.group(3));
            LocalDate moved =
                    LocalDate.of(Integer.parseInt(m.group(1)), month, day).minusDays(daysBack);
            if (moved.getYear() < 1) {
                return Optional.empty();
            }
            String text = String.format(Locale.ROOT, "%04d", moved.getYear());
            if (m.group(2) != null) {
                text += String.format(Locale.ROOT, "%02d", moved.getMonthValue());
            }
            if (m.group(3) != null) {
                text += String.format(Locale.ROOT, "%02d", moved.getDayOfMonth());
            }
            return Optional.of(text + m.group(4));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package org.credence.annotation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The order in which a reader is shown cases, some of them twice. Immutable; the same cases, number of repeats and seed give
 * the same order on every machine.
 *
 * @param seed what the order was drawn with
 * @param cases in the order of reading; every key once in pass 1, and at most once, later, in pass 2
 */
public record ReadingPlan(long seed, List<ReadingCase> cases) {

    /** Between a case and its repeat this many positions are kept, where there are that many cases. */
    private static final int WANTED_DISTANCE = 8;

    private static final int NAME_DIGITS = 16;

    public ReadingPlan {
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("There are no cases to read; open at least one series.");
        }
        Set<ReadingCase> seen = new HashSet<>();
        for (ReadingCase c : cases) {
            if (!seen.add(c)) {
                throw new IllegalArgumentException("A case is in the plan twice in the same pass: " + c);
            }
            if (c.pass() == 2 && !seen.contains(new ReadingCase(c.key(), 1))) {
                throw new IllegalArgumentException("A case is in the plan for the second time before the first: " + c);
            }
        }
    }

    /**
     * Draws an order, with a java.util.Random, whose sequence the Java platform specifies.
     *
     * @param keys of the cases, in any order, each once
     * @param repeats how many of them are read twice, from none to all
     * @throws IllegalArgumentException if there are no cases, a key comes twice, or there are more repeats than cases
     */
    public static ReadingPlan draw(Collection<String> keys, int repeats, long seed) {
        List<String> sorted = keys.stream().sorted().toList();
        if (sorted.stream().distinct().count() < sorted.size()) {
            throw new IllegalArgumentException("Two cases have the same key; every series is read as one case.");
        }
        if (repeats < 0 || repeats > sorted.size()) {
            throw new IllegalArgumentException(
                    "From 0 to " + sorted.size() + " of the cases can be repeated, got: " + repeats);
        }
        return new ReadingPlan(seed, new Draw(sorted, repeats, seed).order());
    }

    /**
     * How many positions at least lie between the two readings of a case: half the number of cases, but 8 where there are
     * that many, and as many as there are with fewer. A distance of n means n - 1 other readings between.
     */
    public static int leastDistance(int cases) {
        return Math.max((cases + 1) / 2, Math.min(cases, WANTED_DISTANCE));
    }

    /** How many cases are read twice. */
    public int repeats() {
        return (int) cases.stream().filter(c -> c.pass() == 2).count();
    }

    /**
     * A name for a case that says nothing to those who have neither its images nor the seed: the first 16 hexadecimal digits
     * of HMAC-SHA256 under the seed, of its key; the same in both passes.
     */
    public String nameOf(ReadingCase of) {
        return hmac(of.key());
    }

    /** A name for the whole order, made likewise; another order has another name. */
    String name() {
        StringBuilder all = new StringBuilder();
        cases.forEach(c -> all.append(c.key()).append(' ').append(c.pass()).append('\n'));
        return hmac(all.toString());
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Long.toString(seed).getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, NAME_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA256, which every one must have.", e);
        }
    }

    /** Draws position by position, among what leaves a way to fill the rest. */
    private static final class Draw {

        private final Random random;
        private final int distance;
        private final List<String> singles;
        private final List<String> doubles;
        /** First readings that wait for their repeat, oldest first; and where they are. */
        private final List<String> waiting = new ArrayList<>();

        private final Map<String, Integer> first = new HashMap<>();

        Draw(List<String> keys, int repeats, long seed) {
            random = new Random(seed);
            distance = leastDistance(keys.size());
            List<String> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, random);
            doubles = new ArrayList<>(shuffled.subList(0, repeats));
            singles = new ArrayList<>(shuffled.subList(repeats, shuffled.size()));
        }

        List<ReadingCase> order() {
            List<ReadingCase> order = new ArrayList<>();
            int count = singles.size() + 2 * doubles.size();
            for (int position = 0; position < count; position++) {
                order.add(next(position));
            }
            return order;
        }

        private ReadingCase next(int position) {
            int due = due(position);
            boolean single = !singles.isEmpty() && singleLeavesAWay(position);
            boolean repeat = due > 0 && repeatLeavesAWay(position);
            int chances = doubles.size() + (single ? singles.size() : 0) + (repeat ? due : 0);
            int drawn = random.nextInt(chances);
            if (drawn < doubles.size()) {
                String key = doubles.remove(drawn);
                waiting.add(key);
                first.put(key, position);
                return new ReadingCase(key, 1);
            }
            drawn -= doubles.size();
            if (single && drawn < singles.size()) {
                return new ReadingCase(singles.remove(drawn), 1);
            }
            return new ReadingCase(waiting.remove(drawn - (single ? singles.size() : 0)), 2);
        }

        /** How many of those that wait may be repeated at a position. */
        private int due(int position) {
            int due = 0;
            while (due < waiting.size() && first.get(waiting.get(due)) + distance <= position) {
                due++;
            }
            return due;
        }

        // A first reading of a double never blocks the way: it fills a position, and comes sooner than in any other
        // way.

        private boolean singleLeavesAWay(int position) {
            return isPossible(position + 1, singles.size() - 1, waiting);
        }

        private boolean repeatLeavesAWay(int position) {
            // Which one of those that are due makes no difference.
            return isPossible(position + 1, singles.size(), waiting.subList(1, waiting.size()));
        }

        /**
         * Whether positions from one on can be filled without a gap. Best are all doubles at once, then repeats as soon as they
         * are due, and singles where none is; then the j-th repeat must be due when the singles and the repeats before it have
         * been spent.
         */
        private boolean isPossible(int from, int fillers, List<String> pending) {
            int start = from + doubles.size();
            int all = pending.size() + doubles.size();
            for (int j = 0; j < all; j++) {
                int read = j < pending.size() ? first.get(pending.get(j)) : from + j - pending.size();
                if (read + distance > start + j + fillers) {
                    return false;
                }
            }
            return true;
        }
    }
}

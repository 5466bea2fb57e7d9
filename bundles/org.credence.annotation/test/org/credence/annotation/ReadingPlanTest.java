package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ReadingPlanTest {

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "1.2." + i).toList();
    }

    @Property(tries = 400)
    void everyCaseIsReadOnceAndTheRepeatedOnesAgain(
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll long seed) {
        int repeats = (int) Math.round(share * count);
        ReadingPlan plan = ReadingPlan.draw(keys(count), repeats, seed);
        assertEquals(count + repeats, plan.cases().size());
        assertEquals(repeats, plan.repeats());
        assertEquals(
                Set.copyOf(keys(count)),
                plan.cases().stream()
                        .filter(c -> c.pass() == 1)
                        .map(ReadingCase::key)
                        .collect(Collectors.toSet()));
    }

    @Property(tries = 400)
    void aRepeatIsNeverNearerThanPromised(
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll long seed) {
        List<ReadingCase> cases = ReadingPlan.draw(keys(count), (int) Math.round(share * count), seed)
                .cases();
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).pass() == 2) {
                int first = cases.indexOf(new ReadingCase(cases.get(i).key(), 1));
                assertTrue(
                        i - first >= ReadingPlan.leastDistance(count),
                        () -> "read at " + first + " and " + cases.indexOf(cases.get(first)));
            }
        }
    }

    @Property(tries = 100)
    void theOrderOfOpeningDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed, @ForAll long shuffle) {
        List<String> shuffled = new ArrayList<>(keys(count));
        Collections.shuffle(shuffled, new Random(shuffle));
        assertEquals(ReadingPlan.draw(keys(count), count / 3, seed), ReadingPlan.draw(shuffled, count / 3, seed));
    }

    @Example
    void theDistanceIsHalfTheCasesOrEightOrAsManyAsThereAre() {
        assertEquals(1, ReadingPlan.leastDistance(1));
        assertEquals(2, ReadingPlan.leastDistance(2));
        assertEquals(8, ReadingPlan.leastDistance(8));
        assertEquals(8, ReadingPlan.leastDistance(15));
        assertEquals(12, ReadingPlan.leastDistance(24));
        assertEquals(13, ReadingPlan.leastDistance(25));
    }

    @Example
    void theOrderOfASeedStaysAsItWasInEveryVersion() {
        List<String> order = ReadingPlan.draw(keys(10), 3, 7).cases().stream()
                .map(c -> c.key().substring(4) + (c.pass() == 2 ? "'" : ""))
                .toList();
        assertEquals(List.of("7", "3", "0", "1", "9", "4", "2", "8", "6", "5", "0'", "1'", "9'"), order);
    }

    @Example
    void whereARepeatComesCannotBeGuessed() {
        Set<Integer> places = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        for (long seed = 0; seed < 2000; seed++) {
            List<ReadingCase> cases = ReadingPlan.draw(keys(20), 1, seed).cases();
            ReadingCase repeat =
                    cases.stream().filter(c -> c.pass() == 2).findFirst().orElseThrow();
            places.add(cases.indexOf(repeat));
            repeated.add(repeat.key());
        }
        assertEquals(Set.copyOf(IntStream.rangeClosed(10, 20).boxed().toList()), places);
        assertEquals(20, repeated.size());
    }

    @Example
    void theNameOfACaseIsThatOfItsKeyUnderTheSeed() {
        ReadingPlan seven = ReadingPlan.draw(keys(3), 1, 7);
        ReadingPlan eight = ReadingPlan.draw(keys(3), 1, 8);
        ReadingCase once = new ReadingCase("1.2.0", 1);
        assertTrue(seven.nameOf(once).matches("[0-9a-f]{16}"));
        assertEquals(seven.nameOf(once), seven.nameOf(new ReadingCase("1.2.0", 2)));
        assertNotEquals(seven.nameOf(once), eight.nameOf(once));
        // printf '1.2.0' | openssl dgst -sha256 -hmac 7
        assertEquals("1f1f7c68c9acd71b", seven.nameOf(once));
    }

    @Example
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ReadingPlan.draw(List.of(), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ReadingPlan.draw(List.of("a", "a"), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ReadingPlan.draw(List.of("a"), 2, 1));
        assertThrows(IllegalArgumentException.class, () -> ReadingPlan.draw(List.of("a"), -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadingCase(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> new ReadingCase("a", 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReadingPlan(1, List.of(new ReadingCase("a", 2), new ReadingCase("a", 1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReadingPlan(1, List.of(new ReadingCase("a", 1), new ReadingCase("a", 1))));
    }

    @Example
    void aSecondReadingIsStoredAsOfAnotherReader() {
        Reader reader = new Reader("a.n", "A. N.");
        assertEquals(reader, new ReadingCase("a", 1).storedAs(reader));
        assertEquals(new Reader("a.n-2", "A. N., second reading"), new ReadingCase("a", 2).storedAs(reader));
        assertEquals(64, new Reader("n", "n".repeat(64)).second().name().length());
        String refusal = assertThrows(IllegalArgumentException.class, () -> new Reader("a".repeat(15), "A").second())
                .getMessage();
        assertTrue(refusal.contains("14") && refusal.contains("15"), refusal);
    }
}

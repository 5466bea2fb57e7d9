package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.dicom.DicomException;

/**
 * What a file said about people and that no copy may say anywhere: names of people, identifiers of patients, replaced UIDs.
 * Used to find them in texts that stay, and at last in the copy itself. Filled and asked by one thread.
 */
final class Secrets {

    private static final int LEAST_LETTERS = 3;
    private static final int LEAST_IDENTIFIER = 4;
    private static final int LEAST_BYTES = 6;

    /** More than any honest file has; the search stays fast. */
    private static final int MOST_IDENTIFIERS = 1000;

    private static final int LONGEST_HEADER = 1 << 12;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern UID = Pattern.compile("\\d+(?:\\.\\d+){3,}");

    /** Attributes of other representations than PN that tell who somebody is. */
    private static final Set<Integer> IDENTIFIERS =
            Set.of(Tag.ACCESSION_NUMBER, Tag.PATIENT_ID, Tag.OTHER_PATIENT_IDS, 0x00101040, 0x00102154, 0x00380010);

    /** What this software and others write in place of a name. */
    private static final Set<String> NO_NAMES =
            Set.of("anonymized", "anonymised", "anonymous", "anon", "unknown", "none");

    /** Elements that the de-identification itself writes, whatever anybody is called. */
    private static final Set<Integer> OURS = Set.of(Tag.DEIDENTIFICATION_METHOD, Tag.IMPLEMENTATION_VERSION_NAME);

    /** Schemes whose codes and meanings are published. */
    private static final Set<String> PUBLISHED_SCHEMES = Set.of(
            "99CREDENCE",
            "DCM",
            "SCT",
            "SRT",
            "SNM3",
            "99SDM",
            "LN",
            "UCUM",
            "RADLEX",
            "FMA",
            "UMLS",
            "MDC",
            "BI",
            "ACR",
            "ICD10",
            "I10",
            "I9",
            "NEU",
            "UBERON",
            "RXNORM",
            "ISO3166_1",
            "ISO639_1",
            "ISO639_2",
            "RFC5646",
            "RFC3066",
            "NCIt",
            "ITIS_TSN",
            "MA",
            "MGI",
            "PUBCHEM_CID",
            "CTCAE",
            "CPT4",
            "C4",
            "POS");

    private final Set<String> words = new HashSet<>();
    private final Set<String> identifiers = new HashSet<>();
    private final Set<String> uids = new HashSet<>();

    /** Learns from the value of an element that will not stay. */
    void learn(DataSet d, Element e) throws DicomException {
        if (e.vr() == Vr.UI || e.vr() == Vr.UN && looksLikeUid(e)) {
            for (String uid : new String(DataSet.bytes(e), StandardCharsets.ISO_8859_1).split("\\\\")) {
                if (!uid.isBlank() && !Pseudonyms.isStandard(uid.strip())) {
                    uids.add(uid.replace('\0', ' ').strip());
                }
            }
        } else if (e.vr() == Vr.PN) {
            for (String name : d.texts(e)) {
                name(name);
            }
        } else if (IDENTIFIERS.contains(e.tag()) && e.vr().isText()) {
            for (String identifier : d.texts(e)) {
                identifier(identifier);
            }
        }
    }

    private void name(String name) {
        boolean letters = false;
        Matcher m = WORD.matcher(name.toLowerCase(Locale.ROOT));
        while (m.find()) {
            String word = m.group();
            boolean isWord = word.chars().anyMatch(Character::isLetter);
            letters |= isWord;
            // One sign of Chinese or Korean is half a name; one Latin letter is nothing.
            boolean enough = word.length() >= LEAST_LETTERS
                    || word.length() == 2 && word.codePoints().allMatch(Character::isIdeographic);
            if (isWord && enough && !NO_NAMES.contains(word)) {
                words.add(word);
            }
        }
        if (!letters) {
            identifier(name);
        }
    }

    private void identifier(String identifier) {
        String text = identifier.strip().toLowerCase(Locale.ROOT);
        if (text.length() >= LEAST_IDENTIFIER
                && text.chars().anyMatch(Character::isLetterOrDigit)
                && !NO_NAMES.contains(text)
                && identifiers.size() < MOST_IDENTIFIERS) {
            identifiers.add(text);
        }
    }

    static boolean looksLikeUid(Element e) throws DicomException {
        return e.length() <= 64
                && UID.matcher(new String(DataSet.bytes(e), StandardCharsets.ISO_8859_1)
                                .replace('\0', ' ')
                                .strip())
                        .matches();
    }

    /** Whether a text says one of the secrets, as a word of its own. */
    boolean isIn(String text) {
        return namesIn(text) || uidsIn(text);
    }

    private boolean namesIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher m = WORD.matcher(lower);
        while (m.find()) {
            if (words.contains(m.group())) {
                return true;
            }
        }
        for (String identifier : identifiers) {
            for (int at = lower.indexOf(identifier); at >= 0; at = lower.indexOf(identifier, at + 1)) {
                int end = at + identifier.length();
                boolean starts = at == 0 || !Character.isLetterOrDigit(lower.charAt(at - 1));
                boolean ends = end == lower.length() || !Character.isLetterOrDigit(lower.charAt(end));
                if (starts && ends) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean uidsIn(String text) {
        Matcher m = UID.matcher(text);
        while (m.find()) {
            if (uids.contains(m.group())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the texts of an element of a code are those of a published scheme, and so nobody's name. */
    static boolean isPublishedCode(DataSet item, int tag) throws DicomException {
        return (tag == Tag.CODE_VALUE || tag == Tag.CODE_MEANING || tag == Tag.CODING_SCHEME_DESIGNATOR)
                && isPublished(item);
    }

    /** Whether an item is a code of a published scheme. */
    static boolean isPublished(DataSet item) throws DicomException {
        return PUBLISHED_SCHEMES.contains(item.text(Tag.CODING_SCHEME_DESIGNATOR));
    }

    /**
     * The first element of a data set that still says a secret; pixels are only searched where their compressed frames
     * start, since comments stand there.
     */
    Optional<String> leak(DataSet d) throws DicomException {
        for (Element e : d.elements()) {
            boolean leaks = switch (e.value()) {
                case Element.Value.Items items -> false;
                case Element.Value.Fragments f -> leaks(f);
                case Element.Value.Bytes b -> leaks(d, e);
                case Element.Value.Stored s -> Tag.group(e.tag()) != 0x7fe0 && leaks(d, e);
            };
            if (leaks) {
                return Optional.of(Tag.describe(e.tag()));
            }
            if (e.value() instanceof Element.Value.Items items) {
                for (DataSet item : items.items()) {
                    Optional<String> found = leak(item);
                    if (found.isPresent()) {
                        return Optional.of(Tag.format(e.tag()) + "." + found.get());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean leaks(DataSet d, Element e) throws DicomException {
        if (OURS.contains(e.tag()) || Tag.isPrivate(e.tag()) && (e.tag() & 0xff00) == 0) {
            // The creators of private blocks that are kept are known one by one.
            return false;
        }
        return switch (e.vr()) {
            case UI -> uidsIn(new String(DataSet.bytes(e), StandardCharsets.ISO_8859_1));
            case AE, LO, LT, PN, SH, ST, UC, UR, UT -> {
                String whole = d.whole(e.tag());
                yield uidsIn(whole) || !isPublishedCode(d, e.tag()) && namesIn(whole);
            }
            case OB, UN -> bytesLeak(DataSet.bytes(e));
            default -> false;
        };
    }

    private boolean leaks(Element.Value.Fragments f) throws DicomException {
        for (int i = 1; i < f.offsets().length; i++) {
            int n = (int) Math.min(LONGEST_HEADER, f.lengths()[i]);
            Element start =
                    new Element(Tag.PIXEL_DATA, Vr.OB, new Element.Value.Stored(f.source(), f.offsets()[i], n, false));
            if (bytesLeak(DataSet.bytes(start))) {
                return true;
            }
        }
        return false;
    }

    /** Long secrets only: short ones are in any bytes by chance. */
    private boolean bytesLeak(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        for (Set<String> all : List.of(words, identifiers, uids)) {
            for (String secret : all) {
                String raw = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                if (raw.length() >= LEAST_BYTES && text.contains(raw)) {
                    return true;
                }
            }
        }
        return false;
    }
}

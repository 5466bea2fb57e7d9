package org.credence.dicom.codecs;

/**
 * The variable-length codes of quads, 2 x 2 samples, in high-throughput code-blocks (ISO/IEC 15444-15, Annex C): by context,
 * which samples are significant, and what is known of their exponents.
 */
final class QuadCodes {

    /** Bits of the longest codeword. */
    static final int LONGEST = 7;

    private static final int CONTEXTS = 8;

    /**
     * The tables of the first and of all other rows of quads, a text per context. A codeword has four hexadecimal digits, in
     * the order of the codewords when they are written first bit first: 12 bits of known exponents and significant samples,
     * then twice the codeword's length, then 1 if the exponent has an offset. The codes are complete, so that the lengths
     * alone give the codewords.
     */
    private static final String[][] TEXTS = {
        {
            "0026008600460018005a00ca00aa003a10bdf4fde2fdf8fda8edc8cdc4cd88ad207d009d009c888d006c445d"
                    + "444df1ffe6fff5ff22effcffbaff99ff00fee4ef00eed8df54df11df00decccf11bf00bea2af515f227f007e"
                    + "006f313f223f111f222f",
            "0004008800480028001800ca10bde4fda2fdb8fda8ed54ddc4cd88cd88ad00ac009d009c888d003d207d006d"
                    + "006c445d005c444d003c222d00fef1ff88ffe4ef11df22ef00eed8df00de11bf00bea2af111f227f007e515f",
            "00040088004800280018005a317d74fd11fdf1fd20edc4dd88dd44cd00cc20bd00ad00ac009d009c006c545d"
                    + "515d113d444d003c111df8ff22ef32ff00fe00eed1df00dec8cf747f22bf00be888f555f227f007e006f222f"
                    + "323f",
            "00060018002af1fbf4fbf8fb008a555b005a004aaafdf2fdf5fdc8edd4ddd1dd44cd00cc32bd88ad00ac009c"
                    + "113d717d647d545d515d444d003c111dfcfff3ffe6ffb9ff44ef00fee2efe4ef00eed8dfd5dfdcdf99df00de"
                    + "c8cfb8bf888f11bfb1bf00bea2af989f119f737f727f222f667f007e626f446f006e323f",
            "0004008800480028001800aa009cb8fd72fd91fdc8ed44ed10dd88cd00cc00bda8ada2ad888d223d407d006d"
                    + "006c005d005c003c222df4ff76ff11df99ff00fee2ef00ee00dec4cf009fb2bf00beaaaf447f007e444f111f"
                    + "313f",
            "0006f2fbf8fbf4fb00aa008a004a002a001af1fd009c76fde8ede2edd4dd98dd88cd00ccb2bd98bda8ada2ad"
                    + "aaad888d323d647d226d006c445d005c003c222dfafff3ffd9ff77fffcff75ff00fee4efeaefecef66ef00ee"
                    + "d1df99dfd5df00dec4cfb1bf99bfb3bf00be919f889f667f717f727f737f007e646f515f444f333f313f111f",
            "00060018002af1fbf2fb008a004a003af8fdf4fdfcfd717df3fdeafd66fde8ed54ddc8cd00ccb2bd91bd22ad"
                    + "00ac009c647d006c115d005c222d323d313d333d111df5ffb9ff00fee4ef55dfecef22efe2ef00eed1dfc8df"
                    + "00dec4cfb8bfcccf99bfbabf00bea8af989f119f727f888f667f737f007e646f226f444f545f",
            "f1f9f4f9f8f9f2f9fafb000af3fbf5fbfffbfcfdf6fde8edf9fde2edd4ddd1ddb2bd22ad009d717d006d115d"
                    + "002c001cfbfffeff00fef7fffdffe4efeaefecef66ef00eed8dfd5dfdcdf99df00dec4cf88cf00ceb8bf00ae"
                    + "babfb1bfb3bf99bf00bea8af757f009e888f008e747f727f737f667f007e005e006e545f444f004e313f323f"
                    + "333f003e222f111f"
        },
        {
            "0016008600460026006a00ca00aa009a888b005a003a10fd40ed00dd88cd009d00bd88ad005d007d003d444d"
                    + "111d222d11ff00fe00de44ef00eec4cf007e00bea2af006f",
            "0002008800280018004a003a005c40fd00cc00ac009c00bf44ff00fe00ef00ee00df00de00cf00be00af888f"
                    + "009f444f007f007e006f006e005f222f323f113f111f",
            "000200280018008a004a00cca2ad00ac003c005c222df8ff72ff51ff44ff00fe40ef44ef00ee00df00de00cf"
                    + "aaaf00bfb2bf00bea8af007f009f009e888f007e006f006e005f313f444f223f111f",
            "000400280018008a004a003a517df1fdf8fdf2fd00fc40dd00cd00ccb2bd88bd00bc22ad00ac009d009c007c"
                    + "006c115d005c222d313d323d111df4ffe2eff5ffa8fffaff73ff66ffc8ef44ef00eeb3bf44df00deb1bfa8af"
                    + "888f447f727f545f006f444f333f",
            "00020088004800ca002a001a00ac30fd20ed444d006c005c32ff11ff00fe00bf22ef00ee00df00dec4cfc8cf"
                    + "cccf00be00af007f009f009e888f007e006f003f005f003e222f111f",
            "00040048002a00fa00ca008a005a001aa8edf2fdf8fdf4fdfcfdf1fd00ec54dd00dc44cd207d10bd00bc00ad"
                    + "00ac009c888d007c006c445d003d444d003c111df3fffaff76ffd5ff99ff22efe4ef11dfd8df11bfc8cf006f"
                    + "009f227f222f515f",
            "0006004800280018005a00ca00aa008a00bcf4fdf8fdf2fd00fce8ed00ec00dca2ad227d009d009c888d007c"
                    + "006c445d223d444d003c222d111df1fffcfff5ffb9ffe2effaff76ff33ffd1dfeaef44efe4efc8df44dfd4df"
                    + "b1bfc4cfc8cfcccfa8bf22bfb2bfaaafa8af515f747f317f646f226f313f",
            "00f6000800daf4fbf1fbf8fbf2fb00ba007a005afcfdf5fdb9fda8edfafd76fdf3fd00ec54dd00ad00cd00cc"
                    + "32bd00ac009c008c717d004c006c115d003c002c111d001ce4effbfff7ffffffd8df22efe2efb8bf11dfd1df"
                    + "009f11bfb1bf727f888f006f737f447f747f323f545f444f113f222f"
        }
    };

    private static final short[][] CODES = {codes(TEXTS[0]), codes(TEXTS[1])};

    private QuadCodes() {}

    private static short[] codes(String[] texts) {
        short[] codes = new short[CONTEXTS << LONGEST];
        for (int context = 0; context < CONTEXTS; context++) {
            int next = 0;
            for (int i = 0; i < texts[context].length(); i += 4) {
                int code = Integer.parseInt(texts[context], i, i + 4, 16);
                for (int n = 1 << LONGEST - length(code); n > 0; n--, next++) {
                    int reversed = Integer.reverse(next) >>> Integer.SIZE - LONGEST;
                    codes[context << LONGEST | reversed] = (short) code;
                }
            }
            if (next != 1 << LONGEST) {
                throw new IllegalStateException("The code of context " + context + " is not complete");
            }
        }
        return codes;
    }

    /** The code that the next bits, the first one lowest, start with. */
    static int find(boolean firstRow, int context, int bits) {
        return CODES[firstRow ? 0 : 1][context << LONGEST | bits] & 0xffff;
    }

    static int length(int code) {
        return code >> 1 & 7;
    }

    static boolean hasOffset(int code) {
        return (code & 1) == 1;
    }

    /** A bit per sample: upper left, lower left, upper right, lower right. */
    static int significant(int code) {
        return code >> 4 & 15;
    }

    /** The samples whose highest bit is known. */
    static int known(int code) {
        return code >> 12;
    }

    /** The values of these highest bits. */
    static int highest(int code) {
        return code >> 8 & 15;
    }
}

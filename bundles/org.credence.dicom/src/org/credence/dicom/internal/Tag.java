package org.credence.dicom.internal;

/** The elements that this bundle reads or writes by name, as {@code ggggeeee}. */
final class Tag {

    static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
    static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;
    static final int TRANSFER_SYNTAX_UID = 0x00020010;
    static final int IMPLEMENTATION_CLASS_UID = 0x00020012;
    static final int IMPLEMENTATION_VERSION_NAME = 0x00020013;
    static final int FILE_META_INFORMATION_VERSION = 0x00020001;
    static final int DIRECTORY_RECORD_SEQUENCE = 0x00041220;
    static final int REFERENCED_FILE_ID = 0x00041500;
    static final int SPECIFIC_CHARACTER_SET = 0x00080005;
    static final int IMAGE_TYPE = 0x00080008;
    static final int SOP_CLASS_UID = 0x00080016;
    static final int SOP_INSTANCE_UID = 0x00080018;
    static final int STUDY_DATE = 0x00080020;
    static final int CONTENT_DATE = 0x00080023;
    static final int STUDY_TIME = 0x00080030;
    static final int CONTENT_TIME = 0x00080033;
    static final int ACCESSION_NUMBER = 0x00080050;
    static final int MODALITY = 0x00080060;
    static final int CONVERSION_TYPE = 0x00080064;
    static final int MANUFACTURER = 0x00080070;
    static final int REFERRING_PHYSICIAN_NAME = 0x00080090;
    static final int CODE_VALUE = 0x00080100;
    static final int CODING_SCHEME_DESIGNATOR = 0x00080102;
    static final int CODE_MEANING = 0x00080104;
    static final int STUDY_DESCRIPTION = 0x00081030;
    static final int SERIES_DESCRIPTION = 0x0008103E;
    static final int MANUFACTURER_MODEL_NAME = 0x00081090;
    static final int REFERENCED_IMAGE_SEQUENCE = 0x00081140;
    static final int REFERENCED_SERIES_SEQUENCE = 0x00081115;
    static final int REFERENCED_INSTANCE_SEQUENCE = 0x0008114A;
    static final int REFERENCED_SOP_CLASS_UID = 0x00081150;
    static final int REFERENCED_SOP_INSTANCE_UID = 0x00081155;
    static final int REFERENCED_FRAME_NUMBER = 0x00081160;
    static final int SOURCE_IMAGE_SEQUENCE = 0x00082112;
    static final int DERIVATION_DESCRIPTION = 0x00082111;
    static final int RECOMMENDED_DISPLAY_FRAME_RATE = 0x00082144;
    static final int PIXEL_PRESENTATION = 0x00089205;
    static final int DERIVATION_IMAGE_SEQUENCE = 0x00089124;
    static final int DERIVATION_CODE_SEQUENCE = 0x00089215;
    static final int ICON_IMAGE_SEQUENCE = 0x00880200;
    static final int PATIENT_NAME = 0x00100010;
    static final int PATIENT_ID = 0x00100020;
    static final int PATIENT_BIRTH_DATE = 0x00100030;
    static final int ISSUER_OF_PATIENT_ID = 0x00100021;
    static final int PATIENT_SEX = 0x00100040;
    static final int OTHER_PATIENT_IDS = 0x00101000;
    static final int PATIENT_AGE = 0x00101010;
    static final int PATIENT_IDENTITY_REMOVED = 0x00120062;
    static final int DEIDENTIFICATION_METHOD = 0x00120063;
    static final int DEIDENTIFICATION_METHOD_CODE_SEQUENCE = 0x00120064;
    static final int SLICE_THICKNESS = 0x00180050;
    static final int CINE_RATE = 0x00180040;
    static final int SPACING_BETWEEN_SLICES = 0x00180088;
    static final int DEVICE_SERIAL_NUMBER = 0x00181000;
    static final int SOFTWARE_VERSIONS = 0x00181020;
    static final int FRAME_TIME = 0x00181063;
    static final int FRAME_TIME_VECTOR = 0x00181065;
    static final int IMAGER_PIXEL_SPACING = 0x00181164;
    static final int PAGE_NUMBER_VECTOR = 0x00182001;
    static final int SEQUENCE_OF_ULTRASOUND_REGIONS = 0x00186011;
    static final int REGION_SPATIAL_FORMAT = 0x00186012;
    static final int REGION_DATA_TYPE = 0x00186014;
    static final int REGION_FLAGS = 0x00186016;
    static final int REGION_LOCATION_MIN_X0 = 0x00186018;
    static final int REGION_LOCATION_MIN_Y0 = 0x0018601A;
    static final int REGION_LOCATION_MAX_X1 = 0x0018601C;
    static final int REGION_LOCATION_MAX_Y1 = 0x0018601E;
    static final int PHYSICAL_UNITS_X_DIRECTION = 0x00186024;
    static final int PHYSICAL_UNITS_Y_DIRECTION = 0x00186026;
    static final int REFERENCE_PIXEL_X0 = 0x00186020;
    static final int REFERENCE_PIXEL_Y0 = 0x00186022;
    static final int REFERENCE_PIXEL_PHYSICAL_VALUE_X = 0x00186028;
    static final int REFERENCE_PIXEL_PHYSICAL_VALUE_Y = 0x0018602A;
    static final int PHYSICAL_DELTA_X = 0x0018602C;
    static final int PHYSICAL_DELTA_Y = 0x0018602E;
    static final int STUDY_INSTANCE_UID = 0x0020000D;
    static final int SERIES_INSTANCE_UID = 0x0020000E;
    static final int STUDY_ID = 0x00200010;
    static final int SERIES_NUMBER = 0x00200011;
    static final int INSTANCE_NUMBER = 0x00200013;
    static final int PATIENT_ORIENTATION = 0x00200020;
    static final int IMAGE_POSITION_PATIENT = 0x00200032;
    static final int IMAGE_ORIENTATION_PATIENT = 0x00200037;
    static final int LATERALITY = 0x00200060;
    static final int FRAME_OF_REFERENCE_UID = 0x00200052;
    static final int POSITION_REFERENCE_INDICATOR = 0x00201040;
    static final int STACK_ID = 0x00209056;
    static final int IN_STACK_POSITION_NUMBER = 0x00209057;
    static final int FRAME_CONTENT_SEQUENCE = 0x00209111;
    static final int PLANE_POSITION_SEQUENCE = 0x00209113;
    static final int PLANE_ORIENTATION_SEQUENCE = 0x00209116;
    static final int DIMENSION_INDEX_VALUES = 0x00209157;
    static final int DIMENSION_ORGANIZATION_UID = 0x00209164;
    static final int DIMENSION_INDEX_POINTER = 0x00209165;
    static final int FUNCTIONAL_GROUP_POINTER = 0x00209167;
    static final int DIMENSION_ORGANIZATION_TYPE = 0x00209311;
    static final int DIMENSION_ORGANIZATION_SEQUENCE = 0x00209221;
    static final int DIMENSION_INDEX_SEQUENCE = 0x00209222;
    static final int DIMENSION_DESCRIPTION_LABEL = 0x00209421;
    static final int SAMPLES_PER_PIXEL = 0x00280002;
    static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
    static final int PLANAR_CONFIGURATION = 0x00280006;
    static final int NUMBER_OF_FRAMES = 0x00280008;
    static final int FRAME_INCREMENT_POINTER = 0x00280009;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int PIXEL_SPACING = 0x00280030;
    static final int PIXEL_ASPECT_RATIO = 0x00280034;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int PIXEL_REPRESENTATION = 0x00280103;
    static final int BURNED_IN_ANNOTATION = 0x00280301;
    static final int SMALLEST_IMAGE_PIXEL_VALUE = 0x00280106;
    static final int LARGEST_IMAGE_PIXEL_VALUE = 0x00280107;
    static final int PIXEL_PADDING_VALUE = 0x00280120;
    static final int PIXEL_PADDING_RANGE_LIMIT = 0x00280121;
    static final int RECOGNIZABLE_VISUAL_FEATURES = 0x00280302;
    static final int LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED = 0x00280303;
    static final int WINDOW_CENTER = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int RESCALE_INTERCEPT = 0x00281052;
    static final int RESCALE_SLOPE = 0x00281053;
    static final int RESCALE_TYPE = 0x00281054;
    static final int WINDOW_CENTER_WIDTH_EXPLANATION = 0x00281055;
    static final int VOI_LUT_FUNCTION = 0x00281056;
    static final int RED_PALETTE_DESCRIPTOR = 0x00281101;
    static final int RED_PALETTE_DATA = 0x00281201;
    static final int RED_PALETTE_SEGMENTED_DATA = 0x00281221;
    static final int LOSSY_IMAGE_COMPRESSION = 0x00282110;
    static final int LOSSY_IMAGE_COMPRESSION_RATIO = 0x00282112;
    static final int LOSSY_IMAGE_COMPRESSION_METHOD = 0x00282114;
    static final int MODALITY_LUT_SEQUENCE = 0x00283000;
    static final int LUT_DESCRIPTOR = 0x00283002;
    static final int LUT_EXPLANATION = 0x00283003;
    static final int LUT_DATA = 0x00283006;
    static final int VOI_LUT_SEQUENCE = 0x00283010;
    static final int PIXEL_MEASURES_SEQUENCE = 0x00289110;
    static final int FRAME_VOI_LUT_SEQUENCE = 0x00289132;
    static final int PIXEL_VALUE_TRANSFORMATION_SEQUENCE = 0x00289145;
    static final int SEGMENTATION_TYPE = 0x00620001;
    static final int SEGMENT_SEQUENCE = 0x00620002;
    static final int SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE = 0x00620003;
    static final int SEGMENT_NUMBER = 0x00620004;
    static final int SEGMENT_LABEL = 0x00620005;
    static final int SEGMENT_DESCRIPTION = 0x00620006;
    static final int SEGMENT_ALGORITHM_TYPE = 0x00620008;
    static final int SEGMENT_ALGORITHM_NAME = 0x00620009;
    static final int SEGMENT_IDENTIFICATION_SEQUENCE = 0x0062000A;
    static final int REFERENCED_SEGMENT_NUMBER = 0x0062000B;
    static final int RECOMMENDED_DISPLAY_CIELAB_VALUE = 0x0062000D;
    static final int MAXIMUM_FRACTIONAL_VALUE = 0x0062000E;
    static final int SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE = 0x0062000F;
    static final int SEGMENTED_PROPERTY_TYPE_MODIFIER_CODE_SEQUENCE = 0x00620011;
    static final int SEGMENTATION_FRACTIONAL_TYPE = 0x00620010;
    static final int SEGMENTS_OVERLAP = 0x00620013;
    static final int PURPOSE_OF_REFERENCE_CODE_SEQUENCE = 0x0040A170;
    static final int SOFTCOPY_VOI_LUT_SEQUENCE = 0x00283110;
    static final int DOCUMENT_TITLE = 0x00420010;
    static final int ENCAPSULATED_DOCUMENT = 0x00420011;
    static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040A043;
    static final int UNFORMATTED_TEXT_VALUE = 0x00700006;
    static final int GRAPHIC_ANNOTATION_SEQUENCE = 0x00700001;
    static final int CONTENT_SEQUENCE = 0x0040A730;
    static final int CONTENT_LABEL = 0x00700080;
    static final int CONTENT_DESCRIPTION = 0x00700081;
    static final int CONTENT_CREATOR_NAME = 0x00700084;
    static final int TEXT_VALUE = 0x0040A160;
    static final int PERSON_IDENTIFICATION_CODE_SEQUENCE = 0x00401101;
    static final int SPATIAL_LOCATIONS_PRESERVED = 0x0028135A;
    static final int PRESENTATION_LUT_SHAPE = 0x20500020;
    static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009229;
    static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009230;
    static final int EXTENDED_OFFSET_TABLE = 0x7FE00001;
    static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE00002;
    static final int FLOAT_PIXEL_DATA = 0x7FE00008;
    static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
    static final int PIXEL_DATA = 0x7FE00010;
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITATION = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    private Tag() {}

    static int group(int tag) {
        return tag >>> 16;
    }

    static boolean isPrivate(int tag) {
        return (tag & 0x10000) != 0;
    }

    /** Whether an element reserves a block of private ones (PS3.5, 7.8.1). */
    static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
    }

    /** The tag for people: {@code (0008,0018)}. */
    static String format(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xffff);
    }

    /** The tag with its name: {@code (0008,0018) SOPInstanceUID}. */
    static String describe(int tag) {
        String keyword = DataDictionary.standard().keyword(tag);
        return keyword.isEmpty() ? format(tag) : format(tag) + " " + keyword;
    }
}

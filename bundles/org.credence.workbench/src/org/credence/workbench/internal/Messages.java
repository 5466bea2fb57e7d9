package org.credence.workbench.internal;

import org.eclipse.osgi.util.NLS;

/** The texts of this bundle, from messages.properties. */
final class Messages extends NLS {

    public static String Application_locked;
    public static String Application_title;
    public static String Deidentify_badPath;
    public static String Deidentify_banners;
    public static String Deidentify_characteristics;
    public static String Deidentify_chooseFolder;
    public static String Deidentify_chooseKey;
    public static String Deidentify_decoding;
    public static String Deidentify_descriptions;
    public static String Deidentify_device;
    public static String Deidentify_failures;
    public static String Deidentify_file;
    public static String Deidentify_folder;
    public static String Deidentify_go;
    public static String Deidentify_group;
    public static String Deidentify_hint;
    public static String Deidentify_institution;
    public static String Deidentify_job;
    public static String Deidentify_key;
    public static String Deidentify_message;
    public static String Deidentify_newKey;
    public static String Deidentify_nothing;
    public static String Deidentify_removeDates;
    public static String Deidentify_retainDates;
    public static String Deidentify_safePrivate;
    public static String Deidentify_shiftDates;
    public static String Deidentify_summary;
    public static String Deidentify_task;
    public static String Deidentify_title;
    public static String Deidentify_uids;
    public static String Deidentify_warning;
    public static String Details_detector;
    public static String Details_noSpacing;
    public static String Details_patient;
    public static String Details_region;
    public static String Details_size;
    public static String Details_unknown;
    public static String Header_copy;
    public static String Header_item;
    public static String Header_job;
    public static String Header_name;
    public static String Header_nothing;
    public static String Header_tag;
    public static String Header_value;
    public static String Header_vr;
    public static String Open_advanceJob;
    public static String Open_allFiles;
    public static String Open_annotationFailed;
    public static String Open_annotationJob;
    public static String Open_dicomFiles;
    public static String Open_failed;
    public static String Open_filesTitle;
    public static String Open_folderMessage;
    public static String Open_folderTitle;
    public static String Open_job;
    public static String Open_journalUnused;
    public static String Open_task;
    public static String Perspective_hint;
    public static String Propose_blinded;
    public static String Propose_chooseTitle;
    public static String Propose_failed;
    public static String Propose_job;
    public static String Propose_loading;
    public static String Propose_notRemembered;
    public static String Propose_onnxFiles;
    public static String Propose_refused;
    public static String Propose_task;
    public static String Settings_annotations;
    public static String Settings_blinded;
    public static String Settings_dark;
    public static String Settings_description;
    public static String Settings_light;
    public static String Settings_models;
    public static String Settings_readerId;
    public static String Settings_readerName;
    public static String Settings_scheme;
    public static String Settings_theme;
    public static String Studies_advance;
    public static String Studies_cancel;
    public static String Studies_deidentify;
    public static String Studies_filter;
    public static String Studies_frames;
    public static String Studies_header;
    public static String Studies_nothing;
    public static String Studies_oneFrame;
    public static String Studies_open;
    public static String Studies_openFiles;
    public static String Studies_openFolder;
    public static String Studies_presentation;
    public static String Studies_problems;
    public static String Studies_problemsText;
    public static String Studies_problemsTitle;
    public static String Studies_undated;
    public static String Studies_unnamed;

    static {
        NLS.initializeMessages("org.credence.workbench.internal.messages", Messages.class);
    }

    private Messages() {}
}

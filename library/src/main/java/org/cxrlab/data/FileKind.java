package org.cxrlab.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file in a folder of films is for, as far as its name tells. */
enum FileKind {
  /**
   * A picture by its ending, which is believed: a hundred thousand files need no look into them.
   */
  PICTURE,
  /** A table that may name films, boxes or readings. */
  TABLE,
  /** What an operating system leaves behind: no file of the user's. */
  SYSTEM,
  TEXT,
  SPREADSHEET,
  ARCHIVE,
  /** Something else by its ending. */
  OTHER,
  /** Only its first bytes tell. */
  UNKNOWN;

  private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg", ".dcm", ".dicom");

  private static final List<String> DICOM = List.of(".dcm", ".dicom");

  /** Endings of pictures that some other ending or none may stand for in a table. */
  private static final List<String> ANY_PICTURE =
      List.of(
          ".png", ".jpg", ".jpeg", ".jpe", ".jp2", ".dcm", ".dicom", ".dic", ".ima", ".tif",
          ".tiff", ".bmp", ".gif", ".webp");

  private static final List<String> TABLES = List.of(".csv", ".csv.gz", ".tsv", ".tsv.gz", ".tab");

  private static final List<String> TEXTS =
      List.of(
          ".txt", ".txt.gz", ".md", ".rst", ".json", ".jsonl", ".xml", ".html", ".htm", ".yaml",
          ".yml", ".log", ".py", ".java", ".ipynb", ".sh", ".r", ".m", ".sha256", ".md5");

  private static final List<String> SPREADSHEETS = List.of(".xlsx", ".xls", ".ods", ".numbers");

  private static final List<String> ARCHIVES =
      List.of(".zip", ".tar", ".tgz", ".tar.gz", ".gz", ".bz2", ".xz", ".7z", ".rar");

  /** What often lies beside films or below a home folder, and need not be opened. */
  private static final Set<String> OTHERS =
      Set.of(
          ".npy",
          ".npz",
          ".pt",
          ".pth",
          ".h5",
          ".hdf5",
          ".onnx",
          ".safetensors",
          ".pkl",
          ".parquet",
          ".db",
          ".sqlite",
          ".nii",
          ".pdf",
          ".doc",
          ".docx",
          ".ppt",
          ".pptx",
          ".svg",
          ".mp3",
          ".mp4",
          ".mov",
          ".avi",
          ".wav",
          ".class",
          ".jar",
          ".so",
          ".o",
          ".js",
          ".ts",
          ".css",
          ".c",
          ".h",
          ".cpp",
          ".ttf",
          ".exe",
          ".dll",
          ".pyc");

  private static final Pattern ENDING = Pattern.compile("(?<=[^/])\\.\\p{Alpha}[^./]*$");

  private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "desktop.ini", "icon\r");

  private static final Set<String> SYSTEM_FOLDERS =
      Set.of("__macosx", "$recycle.bin", "system volume information", "@eadir", "lost+found");

  static FileKind of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(".") || SYSTEM_FILES.contains(lower)) {
      return SYSTEM;
    }
    if (endsWithAny(lower, PICTURES)) {
      return PICTURE;
    }
    if (endsWithAny(lower, TABLES)) {
      return TABLE;
    }
    if (endsWithAny(lower, TEXTS)) {
      return TEXT;
    }
    if (endsWithAny(lower, SPREADSHEETS)) {
      return SPREADSHEET;
    }
    if (endsWithAny(lower, ARCHIVES)) {
      return ARCHIVE;
    }
    return OTHERS.contains(lower.substring(Math.max(0, lower.lastIndexOf('.')))) ? OTHER : UNKNOWN;
  }

  /** Whether a folder is hidden or the system's, so that nothing in it is the user's film. */
  static boolean isSystemFolder(String name) {
    return name.startsWith(".") || SYSTEM_FOLDERS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a file is DICOM by its ending; it may be a report then, without pixels. */
  static boolean isCalledDicom(String name) {
    return endsWithAny(name.toLowerCase(Locale.ROOT), DICOM);
  }

  /** Whether a text's name says no more than that it is one. */
  static boolean isPlainText(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".txt") || lower.endsWith(".txt.gz");
  }

  /** Whether a file is a picture by its ending, of a form that can be read or of another. */
  static boolean isCalledPicture(String name) {
    return !stem(name).equals(name);
  }

  /** A picture's name without its ending; dots within a UID are no ending. */
  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && endsPicture(name, dot) ? name.substring(0, dot) : name;
  }

  /** A name without whatever ending it has, also one of no picture; a UID's last number is none. */
  static String bare(String name) {
    return ENDING.matcher(name).replaceFirst("");
  }

  private static boolean endsPicture(String name, int dot) {
    for (String ending : ANY_PICTURE) {
      if (ending.length() == name.length() - dot
          && name.regionMatches(true, dot, ending, 0, ending.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithAny(String name, List<String> endings) {
    for (String ending : endings) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}

package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that columns of tables of films usually have, as {@link CsvReader#key} has them. */
final class ColumnNames {
  /** The surest first. */
  static final List<String> IMAGE =
      List.of(
          "image",
          "imageindex",
          "imagename",
          "imagefile",
          "imagefilename",
          "imagepath",
          "imageid",
          "img",
          "imgname",
          "imgfile",
          "imgpath",
          "imgid",
          "picture",
          "picturename",
          "filename",
          "filenames",
          "file",
          "filepath",
          "path",
          "dicompath",
          "dicomfile",
          "dicom",
          "dicomid",
          "sopinstanceuid");

  /** Where nothing else names the picture. */
  static final List<String> IMAGE_AT_LAST = List.of("id", "name", "uid", "film", "filmid");

  static final List<String> PATIENT =
      List.of(
          "patientid",
          "patient",
          "patientids",
          "subjectid",
          "subject",
          "patientnumber",
          "patientno",
          "patientnr",
          "pid",
          "ptid",
          "mrn",
          "medicalrecordnumber",
          "participantid",
          "participant",
          "personid");

  static final List<String> AGE =
      List.of("age", "patientage", "ageyears", "ageinyears", "patientageyears", "ageatstudy");
  static final List<String> SEX = List.of("sex", "patientsex", "gender", "patientgender");
  static final List<String> VIEW =
      List.of("appa", "view", "viewposition", "viewpos", "projection", "frontallateral");
  static final List<String> READER =
      List.of(
          "reader",
          "readerid",
          "radiologist",
          "radiologistid",
          "radid",
          "rater",
          "raterid",
          "annotator",
          "annotatorid");
  static final List<String> FINDINGS =
      List.of(
          "findinglabels",
          "findinglabel",
          "findings",
          "finding",
          "labels",
          "label",
          "classname",
          "class",
          "classes",
          "diagnosis",
          "diagnoses",
          "disease",
          "diseases",
          "pathology",
          "pathologies",
          "category");

  /** Left edge, top edge, then width and height. */
  static final List<List<String>> BOX_SIDES =
      List.of(
          List.of("x", "y", "width", "height"),
          List.of("x", "y", "w", "h"),
          List.of("left", "top", "width", "height"),
          List.of("bboxx", "bboxy", "bboxwidth", "bboxheight"));

  /** Left edge, top edge, right edge, bottom edge. */
  static final List<List<String>> BOX_EDGES =
      List.of(
          List.of("xmin", "ymin", "xmax", "ymax"),
          List.of("x1", "y1", "x2", "y2"),
          List.of("left", "top", "right", "bottom"));

  private static final Set<String> INDEX =
      Set.of(
          "", "#", "key", "index", "idx", "row", "rowid", "rownumber", "rowno", "rownr", "level0");

  private static final Pattern SPLIT =
      Pattern.compile(
          "cv\\d*|(is|in|cv|k)?(fold|dev|devel|development|split|subset|dataset|partition|phase|set|train|training|test|testing"
              + "|val|valid|validation|holdout)s?(set|split|fold|flag|data)?\\d*");

  /** Words that go with one of those above and with nothing that is a finding. */
  private static final Set<String> BESIDE_SPLIT =
      Set.of("is", "in", "id", "no", "nr", "number", "cv", "k", "official", "part", "data", "my");

  /** A column that ends with one of these describes the film, though it may hold 0 and 1. */
  private static final Set<String> DESCRIPTION =
      Set.of(
          "followup",
          "follow",
          "study",
          "series",
          "instance",
          "accession",
          "id",
          "ids",
          "uid",
          "no",
          "nr",
          "number",
          "num",
          "count",
          "width",
          "height",
          "rows",
          "columns",
          "cols",
          "size",
          "bits",
          "spacing",
          "date",
          "time",
          "year",
          "month",
          "day",
          "visit",
          "exam",
          "hospital",
          "site",
          "center",
          "centre",
          "institution",
          "manufacturer",
          "scanner",
          "kvp",
          "weight",
          "url",
          "path",
          "file",
          "filename",
          "md5",
          "hash",
          "report",
          "text",
          "comment",
          "comments",
          "note",
          "notes",
          "remark",
          "remarks",
          "description",
          "indication",
          "impression",
          "history",
          "modality",
          "orientation",
          "laterality",
          "quality",
          "confidence",
          "exclude",
          "excluded",
          "include",
          "included",
          "flag",
          "duplicate",
          "group",
          "cluster",
          "batch",
          "age",
          "sex",
          "gender",
          "race",
          "ethnicity",
          "insurance",
          "male",
          "female",
          "frontal",
          "lateral",
          "portable",
          "ap",
          "pa",
          "bbox",
          "bboxes",
          "boxes",
          "mask",
          "weights",
          "source",
          "cohort",
          "annotated",
          "labelled",
          "labeled",
          "reviewed");

  /** Names that are those of helpers as a whole, and the end of a finding's name in others. */
  private static final Set<String> ALONE =
      Set.of("k", "bag", "seq", "sequence", "stage", "use", "used", "usable");

  private static final Set<String> COUNTS = Set.of("n", "num", "number", "count", "nr");

  private ColumnNames() {}

  /** The words of a name: "isTest", "is_test" and "Is test" are is and test. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.split("(?<=\\p{Ll})(?=\\p{Lu})|[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  static boolean isIndex(String name) {
    String key = name.isEmpty() ? "" : CsvReader.key(name);
    return INDEX.contains(key) || key.matches("unnamed\\d*(level\\d*)?");
  }

  static boolean isSplit(String name) {
    List<String> words = words(name);
    return words.stream().anyMatch(ColumnNames::isPartOfSplit)
        && words.stream()
            .allMatch(w -> isPartOfSplit(w) || BESIDE_SPLIT.contains(w) || isDigits(w));
  }

  private static boolean isPartOfSplit(String word) {
    return SPLIT.matcher(word).matches();
  }

  private static boolean isDigits(String word) {
    return word.matches("\\d+");
  }

  static boolean isDescription(String name) {
    List<String> words = words(name);
    if (words.isEmpty()) {
      return false;
    }
    String last = withoutNumber(words.get(words.size() - 1));
    String whole = withoutNumber(String.join("", words));
    return DESCRIPTION.contains(last)
        || DESCRIPTION.contains(whole)
        || ALONE.contains(whole)
        || words.size() > 1 && COUNTS.contains(words.get(0));
  }

  /** "id2" and "sex01" are an id and a sex. */
  private static String withoutNumber(String word) {
    return word.replaceFirst("\\d+$", "");
  }
}

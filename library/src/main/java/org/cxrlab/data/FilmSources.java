package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where films come from: the calls of {@link Films} that make some, in a file of their own, as
 * there are many of them.
 */
abstract class FilmSources {
  FilmSources() {}

  /**
   * The films to work with: those in the folder that the system property {@code cxrlab.data.films}
   * or the environment variable {@code CXR_DATA} names, or else the built-in phantoms.
   */
  public static Films open() {
    String folder = System.getProperty("cxrlab.data.films", System.getenv("CXR_DATA"));
    return folder == null || folder.isBlank() ? Phantoms.films() : open(Path.of(folder));
  }

  /**
   * The films of a folder. A public data set is read as it is published, such as {@link #chexpert};
   * else tables and pictures are found by their contents. Rows whose picture is not there are left
   * out; {@link Films#about()} says how many, {@link Films#wholeTable()} still has them. Of a
   * public data set that has no picture at all the rows are kept, to look at and to count. A table
   * may be named instead of a folder, as in {@link #table}.
   *
   * @throws IllegalArgumentException if there is no such folder or no picture in it
   */
  public static Films open(Path folder) {
    return Files.isRegularFile(folder)
        ? table(folder).films()
        : PublicSets.open(folder).orElseGet(() -> DataFolder.of(folder).films());
  }

  /**
   * A table of films, gzipped or not: what each column is taken for, to be put right where that is
   * wrong, and read by {@link FilmTable#films()}.
   *
   * @throws IllegalArgumentException if it is no table of text
   */
  public static FilmTable table(Path csv) {
    return FilmTable.of(csv);
  }

  /** The films of a table in the course's format whose pictures lie beside it. */
  public static Films course(Path csv) {
    return table(csv).withLabels().films();
  }

  /**
   * The films of a table in the course's format: the columns Image and PatientId and, for each
   * label, one of 0 and 1, in any order; an empty cell is unknown. Columns View, Age and Sex may be
   * there too. Every row is kept, with a picture or without. Other tables are read too, as {@link
   * #table} tells.
   *
   * @param images the folder of the pictures, which may lie in folders in it
   * @throws IllegalArgumentException if no column names pictures, none is a label, or no row can be
   *     read
   */
  public static Films course(Path csv, Path images) {
    return table(csv).withLabels().pictures(images).films();
  }

  /** The films of NIH's table whose pictures lie beside it. */
  public static Films nih(Path csv) {
    return table(csv).findings("Finding Labels").films();
  }

  /**
   * The films of NIH's table Data_Entry_2017, gzipped or not, with its fourteen labels. Every row
   * is kept, with a picture or without.
   *
   * @param images the folder of the pictures, which may lie in folders in it
   * @throws IllegalArgumentException if it is another table, or no row can be read
   */
  public static Films nih(Path csv, Path images) {
    return table(csv).findings("Finding Labels").pictures(images).films();
  }

  /**
   * CheXpert (Irvin et al., AAAI 2019) as it is published: train.csv, valid.csv and the test's
   * table, patients and studies from the paths, the part of each film. Labels that are uncertain
   * (-1) or blank are unknown; {@link Films#uncertain} takes them otherwise. The originals could
   * not be tried here: it was built from their description.
   *
   * @param folder with the tables, or the one that it lies in
   * @throws IllegalArgumentException if CheXpert is not there
   */
  public static Films chexpert(Path folder) {
    return PublicSets.read(PublicSets.CHEXPERT, folder);
  }

  /**
   * MIMIC-CXR-JPG (Johnson et al., Scientific Data 2019) as it is published:
   * mimic-cxr-2.0.0-chexpert or else -negbio, joined by study, views from -metadata, parts from
   * -split. Labels that are uncertain (-1) or blank are unknown; {@link Films#uncertain} takes them
   * otherwise. The originals could not be tried here: it was built from their description.
   *
   * @param folder with the tables, or the one that it lies in
   * @throws IllegalArgumentException if MIMIC-CXR-JPG is not there
   */
  public static Films mimicCxr(Path folder) {
    return PublicSets.read(PublicSets.MIMIC_CXR, folder);
  }

  /**
   * PadChest (Bustos et al., Medical Image Analysis 2020) as it is published, with every finding
   * that its table names as a label. It has no split of its own; a film's part says who labelled
   * it: "Physician" or "RNN_model". The originals could not be tried here: it was built from their
   * description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if PadChest is not there
   */
  public static Films padChest(Path folder) {
    return PublicSets.read(PublicSets.PADCHEST, folder);
  }

  /**
   * VinDr-CXR (Nguyen et al., Scientific Data 2022) as it is published. A training film has a label
   * if most of its three radiologists gave it, and all the boxes that they drew for it; the labels
   * of test films are the five radiologists' consensus as it stands. The originals could not be
   * tried here: it was built from their description.
   *
   * @param folder with the folder annotations, or the one that it lies in
   * @throws IllegalArgumentException if VinDr-CXR is not there
   */
  public static Films vinDr(Path folder) {
    return PublicSets.read(PublicSets.VINDR, folder);
  }

  /**
   * The RSNA Pneumonia Detection Challenge (Shih et al., Radiology: Artificial Intelligence 2019)
   * as it is published: stage_2_train_labels.csv, with the boxes of pneumonia, and
   * stage_2_detailed_class_info.csv, which tells the normal films. Films of its test have no labels
   * and are left out. The originals could not be tried here: it was built from their description.
   *
   * @param folder with the table, or the one that it lies in; or the table itself, whatever its
   *     name, with the pictures beside it
   * @throws IllegalArgumentException if the challenge's table is not there
   */
  public static Films rsna(Path folder) {
    return Files.isRegularFile(folder)
        ? PublicSets.read(
            new RsnaSet(folder.getFileName().toString()), folder.toAbsolutePath().getParent())
        : PublicSets.read(PublicSets.RSNA, folder);
  }

  /**
   * The SIIM-ACR Pneumothorax Segmentation (Filice et al., Journal of Digital Imaging 2020) as it
   * is published: train-rle.csv or stage_2_train.csv, whose masks become a box around each
   * connected part. Films of its test have no labels and are left out. The originals could not be
   * tried here: it was built from their description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if the challenge's table is not there
   */
  public static Films siim(Path folder) {
    return PublicSets.read(PublicSets.SIIM, folder);
  }

  /**
   * Open-I, the chest films of Indiana University (Demner-Fushman et al., JAMIA 2016), as it is
   * published: reports as XML in ecgen-radiology, or indiana_reports.csv and
   * indiana_projections.csv as on Kaggle. Labels are MeSH terms of the reports; a term that a
   * report does not have is absent. The originals could not be tried here: it was built from their
   * description.
   *
   * @param folder with the tables or the folder of reports, or the one that it lies in
   * @throws IllegalArgumentException if neither is there
   */
  public static Films openI(Path folder) {
    return PublicSets.read(PublicSets.OPEN_I, folder);
  }

  /**
   * The covid-chestxray-dataset (Cohen et al., 2020) as it is published: metadata.csv and the
   * pictures in images. Each term of a finding such as "Pneumonia/Viral/COVID-19" is a label; of
   * causes below the one that is named nothing is known. Computed tomographies are left out. The
   * original could not be tried here: it was built from its description.
   *
   * @param folder with the table, or the one that it lies in
   * @throws IllegalArgumentException if the table is not there
   */
  public static Films covid(Path folder) {
    return PublicSets.read(PublicSets.COVID, folder);
  }

  /**
   * The tuberculosis films of Shenzhen, or of Montgomery County (Jaeger et al., 2014), as they are
   * published: films in CXR_png, whose names end in 1 for tuberculosis, sex and age in
   * ClinicalReadings. The originals could not be tried here: it was built from their description.
   *
   * @param folder with CXR_png, or the one that it lies in
   * @throws IllegalArgumentException if there are no such films
   */
  public static Films shenzhen(Path folder) {
    return PublicSets.read(PublicSets.SHENZHEN, folder);
  }

  /**
   * NIH films with the four labels on which a committee of radiologists agreed (Majkowska et al.,
   * Radiology 2020): Fracture, Pneumothorax, Airspace opacity, Nodule or mass.
   *
   * @param images the folder of the pictures, which may lie in folders in it
   */
  public static Films adjudicated(Path csv, Path images) {
    return table(csv)
        .labels(Labels.ADJUDICATED.names().toArray(String[]::new))
        .pictures(images)
        .films();
  }

  /**
   * The pictures of a folder and of all folders in it, sorted by name, without labels; where two
   * have the same name, all are known by their path in the folder, with "/" on every system.
   * Nothing tells the patients, so each film counts as a patient of its own.
   *
   * @throws IllegalArgumentException if there is no such folder or no picture in it
   */
  public static Films folder(Path images) {
    return DataFolder.unlabelled(images);
  }

  /**
   * The films that a table of any kind names in its column Image, or Image Index, without labels:
   * those whose picture is there, in the table's order. {@link Films#source()} tells which are not.
   *
   * @param images the folder of the pictures, which may lie in folders in it
   * @throws IllegalArgumentException if none of the pictures is there
   */
  public static Films listed(Path csv, Path images) {
    return ListedFilms.read(csv, images);
  }

  /**
   * The films of several sets as one, for a training on all of them: the labels of the first, then
   * those that others add; a label that a set does not tell is unknown on its films. Put sets under
   * one vocabulary first: {@code Films.together(a.labelled(Vocabulary.NIH),
   * b.labelled(Vocabulary.NIH))}.
   *
   * <p>Each film keeps the name of its set as its {@linkplain Film#source() source}, a column of
   * the table. Where two sets have the same patient's ID, or the same picture's name, the set's
   * name is put before it, as they are others; parts of one set, as those of a split, stay the same
   * patients, and so do films of one name that were made in a cell. A film that is in two parts of
   * one set is taken once. All of this is in {@link Films#source()}.
   *
   * <p>What nothing tells is whether sets share patients under other IDs: RSNA's and SIIM's films
   * were taken from NIH ChestX-ray14.
   */
  public static Films together(Films first, Films second, Films... more) {
    var sets = new ArrayList<>(List.of(first, second));
    sets.addAll(List.of(more));
    return JoinedFilms.of(sets);
  }
}

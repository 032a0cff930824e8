package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PadChestSetTest {
  private static final String TABLE = "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv";
  private static final String HEADER =
      ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,"
          + "ViewPosition_DICOM,Projection,MethodProjection,ReportID,Report,MethodLabel,Labels,"
          + "Localizations";

  @TempDir Path folder;

  private DataSetFolders set;

  @BeforeEach
  void draw() throws IOException {
    set = new DataSetFolders(folder.resolve("padchest"));
    set.table(
        TABLE,
        HEADER,
        "0,1_a-1.png,0,20140915,s1,p1,1930.0,M,POSTEROANTERIOR,PA,Manual,4,\""
            + "x".repeat(5000)
            + "\",Physician,\"['pulmonary emphysema', ' cardiomegaly', '']\",[]",
        "1,1_a-2.png,0,20140915,s1,p1,1930.0,M,LATERAL,L,Manual,4,x,Physician,\"['pulmonary emphysema', ' cardiomegaly', '']\",[]",
        "2,2_b.png,10,20100301,s2,p2,1999.0,F,,AP_horizontal,Manual,5,x,RNN_model,['normal'],[]",
        "3,3_c.png,10,20100301,s3,p3,,O,,COSTAL,Manual,6,x,RNN_model,['unchanged'],[]",
        "4,4_d.png,10,20100301,s4,p4,1880,F,,PA,Manual,7,x,RNN_model,,[]",
        "5,5_e.png,10,20100301,s5,p5,1980,F,,PA,Manual,8,x,RNN_model,\"['exclude', \"\"child's thymus\"\"]\",[]");
    for (String picture :
        List.of("0/1_a-1.png", "0/1_a-2.png", "10/2_b.png", "10/3_c.png", "10/4_d.png")) {
      set.picture16(picture);
    }
  }

  @Test
  void theListInACellBecomesLabels() {
    Films films = Films.padChest(set.root());
    assertEquals(
        List.of("cardiomegaly", "child's thymus", "pulmonary emphysema"), films.labels().names());
    assertEquals(List.of("cardiomegaly", "pulmonary emphysema"), films.get("1_a-1.png").findings());
    assertEquals(List.of(0f, 0f, 0f), films.get("2_b.png").values());
    assertEquals(3, films.get("3_c.png").unknown().size());
    assertEquals(3, films.get("4_d.png").unknown().size());
    assertEquals(
        List.of("PA", "lateral", "AP", "COSTAL", "PA"), films.stream().map(Film::view).toList());
    assertEquals(3, films.frontal().size());
    assertEquals(84, films.get("1_a-1.png").age());
    assertEquals(11, films.get("2_b.png").age());
    assertTrue(Double.isNaN(films.get("3_c.png").age()));
    assertEquals(List.of("M", "M", "F", "", "F"), films.stream().map(Film::sex).toList());
    assertEquals(List.of("Physician", "RNN_model"), films.parts());
    assertEquals(2, films.part("Physician").size());
    assertEquals("s1", films.get(1).details().study());
    assertTrue(films.get(0).path().endsWith(Path.of("0", "1_a-1.png")));
    assertEquals(64, org.cxrlab.image.GrayImage.read(films.get(0).path()).width());
  }

  @Test
  void everyRowIsAccountedFor() {
    Films films = Films.open(folder);
    String rows = "rows of " + TABLE;
    assertEquals(5, DataSetFolders.count(films, rows, "are films"));
    assertEquals(1, DataSetFolders.count(films, rows, "have no picture"));
    assertEquals(1, DataSetFolders.count(films, rows, "have no word in Labels"));
    assertEquals(2, DataSetFolders.count(films, rows, "do not say what the film shows"));
    assertEquals(1, DataSetFolders.count(films, "ages of", "no age"), "born in 1880");
  }

  @Test
  void picturesInOneFolderAreFoundToo() throws IOException {
    var flat = new DataSetFolders(folder.resolve("flat"));
    flat.table(
        TABLE + ".gz",
        HEADER,
        "0,9_z.png,3,20140915,s1,p1,1930,M,,PA,Manual,4,x,Physician,['normal'],[]",
        "1,9_y.png,3,20140915,s1,p1,1930,M,,PA,Manual,4,x,Physician,['nodule'],[]",
        "2,9_y.png,3,20140915,s1,p1,1930,M,,PA,Manual,4,x,Physician,['nodule'],[]");
    flat.picture("images/9_z.png");
    flat.picture("images/9_y.png");
    Films films = Films.padChest(flat.root());
    assertEquals(2, films.size());
    assertEquals(1, films.positives().positives("nodule"));
    assertEquals(1, DataSetFolders.count(films, "rows of", "that an earlier row has"));
  }
}

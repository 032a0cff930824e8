package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of the covid-chestxray-dataset; counts and values by hand. */
class CovidSetTest {
  @TempDir Path folder;

  private PublishedFolder asPublished(Path root) {
    return new PublishedFolder(root)
        .table(
            "metadata.csv",
            "patientid,offset,sex,age,finding,RT_PCR_positive,survival,view,modality,date,location,folder,filename,license",
            "2,0,M,65,Pneumonia/Viral/COVID-19,Y,Y,PA,X-ray,\"January 22, 2020\",\"Cho Ray Hospital, Ho Chi Minh City\",images,a-1.jpeg,",
            "2,3,M,65,Pneumonia/Viral/COVID-19,Y,Y,AP Supine,X-ray,,,images,a-2.jpeg,",
            "2,3,M,65,Pneumonia/Viral/COVID-19,Y,Y,Axial,CT,,,images,a-ct.jpg,",
            "326b,,F,,Pneumonia,,,L,X-ray,,,images,b.png,CC BY-NC-SA",
            "7,,,41,Pneumonia/Viral/SARS,,,PA,X-ray,,,images,c.png,",
            "8,,,old,No Finding,,,AP,X-ray,,,images,d.png,",
            "9,,F,30,todo,,,PA,X-ray,,,images,e.png,",
            "10,,F,30,Tuberculosis,,,PA,X-ray,,,images,missing.png,",
            "11,,F,30,Pneumonia/Viral/COVID-19,,,Coronal,CT,,,volumes,v.nii.gz,")
        .pictures(
            "images/a-1.jpeg",
            "images/a-2.jpeg",
            "images/a-ct.jpg",
            "images/b.png",
            "images/c.png",
            "images/d.png",
            "images/e.png",
            "annotations/lungVAE-masks/b_mask.png");
  }

  @Test
  void termsAreLabelsAndCausesBelowTheNamedOneUnknown() {
    asPublished(folder);
    Films films = Films.covid(folder);
    assertEquals(6, films.size());
    assertEquals(7, films.wholeTable().size());
    assertEquals(
        List.of("Pneumonia", "Viral", "COVID-19", "SARS", "No Finding", "Tuberculosis"),
        films.labels().names());
    assertEquals(List.of(1f, 1f, 1f, 0f, 0f, 0f), films.get("a-1.jpeg").values());
    assertEquals(List.of(1f, Float.NaN, Float.NaN, Float.NaN, 0f, 0f), films.get("b.png").values());
    assertEquals(List.of(1f, 1f, 0f, 1f, 0f, 0f), films.get("c.png").values());
    assertEquals(List.of(0f, 0f, 0f, 0f, 1f, 0f), films.get("d.png").values());
    assertEquals(6, films.get("e.png").unknown().size());
    assertEquals(List.of("2", "2", "326b"), films.first(3).stream().map(Film::patient).toList());
    assertEquals(List.of("PA", "AP", "lateral"), films.first(3).stream().map(Film::view).toList());
    assertEquals(65, films.get(0).age());
    assertEquals("M", films.get(0).sex());
    assertTrue(Double.isNaN(films.get("d.png").age()));
    assertEquals(2, Accounts.because(films, "are computed tomographies"));
    assertEquals(1, Accounts.because(films, "have no picture"));
    assertEquals(1, Accounts.count(films, Fate.VALUE, "findings"));
    assertEquals(1, Accounts.count(films, Fate.VALUE, "ages of metadata.csv"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "pictures"), "the mask alone");
    assertEquals(films, Films.open(folder));
  }

  @Test
  void theFolderAboveWillDo() {
    asPublished(folder.resolve("covid-chestxray-dataset"));
    assertEquals(6, Films.covid(folder).size());
    assertEquals(6, Films.open(folder).size());
  }

  @Test
  void theFirstVersionsHadOtherColumns() {
    new PublishedFolder(folder)
        .table(
            "metadata.csv",
            "Patientid,offset,sex,age,finding,survival,view,date,location,filename,doi, url,license,notes",
            "1,,,,\"COVID-19, ARDS\",,PA,2019,,a.jpg,,,,",
            "5,,,,ARDS,,PA,2017,,b.png,,,,",
            "17,9,M,54,COVID-19,Y,CT,2020,,c.jpg,,,,")
        .pictures("images/a.jpg", "images/b.png", "images/c.jpg");
    Films films = Films.covid(folder);
    assertEquals(2, films.size());
    assertEquals(List.of("COVID-19", "ARDS"), films.labels().names());
    assertEquals(List.of(1f, 1f), films.get(0).values());
    assertEquals(List.of(0f, 1f), films.get(1).values());
    assertEquals(1, Accounts.because(films, "are computed tomographies"));
  }
}

package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.Source.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts of Open-I: the reports as XML, and as tables on Kaggle; counts by hand. */
class OpenISetTest {
  @TempDir Path folder;

  private PublishedFolder kaggle(Path root) {
    return new PublishedFolder(root)
        .table(
            "indiana_projections.csv",
            "uid,filename,projection",
            "1,1_IM-0001-4001.dcm.png,Frontal",
            "1,1_IM-0001-3001.dcm.png,Lateral",
            "2,2_IM-0652-1001.dcm.png,Frontal",
            "3,3_IM-1384-1001.dcm.png,Frontal",
            "4,4_IM-2050-1001.dcm.png,Frontal")
        .pictures(
            "images/images_normalized/1_IM-0001-4001.dcm.png",
            "images/images_normalized/1_IM-0001-3001.dcm.png",
            "images/images_normalized/2_IM-0652-1001.dcm.png",
            "images/images_normalized/3_IM-1384-1001.dcm.png");
  }

  private static PublishedFolder reports(PublishedFolder drawn) {
    return drawn.table(
        "indiana_reports.csv",
        "uid,MeSH,Problems,image,indication,comparison,findings,impression",
        "1,normal,normal,Xray Chest PA and Lateral,Positive TB test,None.,\"Clear, no effusion.\",Normal.",
        "2,Cardiomegaly/borderline;Opacity/lung/base/left;Spondylosis/thoracic vertebrae,Cardiomegaly;Opacity;Spondylosis,2 views,,,,",
        "3,\"Opacity/ribs/right/posterior/round;Fractures, Bone/ribs/right\",\"Opacity;Fractures, Bone\",,,,,",
        "5,No Indexing,No Indexing,,,,,");
  }

  @Test
  void termsOfAReportAreTheLabelsOfItsFilms() {
    reports(kaggle(folder));
    Films films = Films.openI(folder);
    assertEquals(4, films.size());
    assertEquals(5, films.wholeTable().size());
    assertEquals(
        List.of("normal", "Cardiomegaly", "Opacity/lung", "Fractures, Bone"),
        films.labels().names());
    assertEquals(List.of(1f, 0f, 0f, 0f), films.get(0).values());
    assertEquals(films.get(0).values(), films.get(1).values());
    assertEquals(List.of(0f, 1f, 1f, 0f), films.get(2).values());
    assertEquals(List.of(0f, 0f, 0f, 1f), films.get(3).values(), "a rib's opacity is none of lung");
    assertEquals(List.of("1", "1", "2", "3"), films.stream().map(Film::patient).toList());
    assertEquals(FilmView.FRONTAL, FilmView.of(films.get(0).view()));
    assertEquals(FilmView.LATERAL, FilmView.of(films.get(1).view()));
    assertEquals(2, Accounts.count(films, Fate.DECIDED, "terms of reports"));
    assertEquals(1, Accounts.because(films, "have no film"));
    assertEquals(1, Accounts.because(films, "have no report with terms"));
    assertEquals(films, Films.open(folder));
  }

  @Test
  void withoutReportsAllLabelsAreUnknown() {
    kaggle(folder.resolve("archive"));
    Films films = Films.open(folder);
    assertEquals(4, films.size());
    assertEquals(0, films.labels().size());
    assertTrue(films.source().figure().text().contains("indiana_reports.csv"));
  }

  @Test
  void reportsAsXmlNameTheirFilms() {
    new PublishedFolder(folder)
        .table(
            "ecgen-radiology/1.xml",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<eCitation><uId id=\"CXR1\"/>",
            "<MedlineCitation><Article><Abstract>",
            "<AbstractText Label=\"FINDINGS\">No effusion &lt; 1 cm.</AbstractText>",
            "</Abstract></Article></MedlineCitation>",
            "<MeSH><major>Thickening/pleura/apex/bilateral</major><major>Hernia, Hiatal/large \t",
            "</major><automatic>effusion</automatic></MeSH>",
            "<parentImage id=\"CXR1_1_IM-0001-3001\"><caption>PA and lateral</caption></parentImage>",
            "<parentImage id=\"CXR1_1_IM-0001-4001\"/></eCitation>")
        .table(
            "ecgen-radiology/2.xml",
            "<eCitation><uId id=\"CXR2\"/><MeSH><major>normal</major></MeSH></eCitation>")
        .table("ecgen-radiology/3.xml", "<eCitation><uId id=\"CXR3\"/>")
        .table("ecgen-radiology/._1.xml", "Mac OS X")
        .pictures(
            "NLMCXR_png/CXR1_1_IM-0001-3001.png",
            "NLMCXR_png/CXR1_1_IM-0001-4001.png",
            "NLMCXR_png/CXR9_IM-0001-4001.png");
    Films films = Films.openI(folder);
    assertEquals(2, films.size());
    assertEquals(List.of("normal", "Thickening/pleura", "Hernia, Hiatal"), films.labels().names());
    assertEquals(List.of(0f, 1f, 1f), films.get(0).values());
    assertEquals("CXR1", films.get(1).patient());
    assertEquals(1, Accounts.because(films, "are no whole XML"));
    assertEquals(1, Accounts.because(films, "the system's own"));
    assertEquals(1, Accounts.because(films, "have no film"));
    assertEquals(1, Accounts.count(films, Fate.LEFT_OUT, "pictures"));
    assertEquals(films, Films.open(folder));
  }

  @Test
  void anEntityOfAReportIsNotFetched() {
    new PublishedFolder(folder)
        .table("secret.txt", "Cardiomegaly")
        .table(
            "ecgen-radiology/1.xml",
            "<!DOCTYPE e [<!ENTITY x SYSTEM \"" + folder.resolve("secret.txt").toUri() + "\">]>",
            "<eCitation><uId id=\"CXR1\"/><MeSH><major>&x;</major></MeSH>",
            "<parentImage id=\"CXR1_IM-1\"/></eCitation>")
        .table(
            "ecgen-radiology/2.xml",
            "<eCitation><uId id=\"CXR2\"/><MeSH><major>Mass</major></MeSH>",
            "<parentImage id=\"CXR2_IM-1\"/></eCitation>")
        .pictures("CXR1_IM-1.png", "CXR2_IM-1.png");
    Films films = Films.openI(folder);
    assertEquals(List.of("Mass"), films.labels().names());
    assertEquals(1, Accounts.because(films, "are no whole XML"));
  }
}

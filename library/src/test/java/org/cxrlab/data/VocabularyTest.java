package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final float UNKNOWN = Float.NaN;

  private static Films films(Labels labels, List<Float> values, FindingBox... boxes) {
    Film film = Film.of("a.png", Path.of("a.png"), "1", labels, values).withBoxes(List.of(boxes));
    return new Films("one", labels, List.of(film));
  }

  private static float value(Vocabulary to, String label, Labels labels, Float... values) {
    return films(labels, List.of(values)).labelled(to).get(0).value(label);
  }

  @Test
  void oneFindingHasOneNameWhateverASetCallsIt() {
    Labels chexpert = Vocabulary.CHEXPERT.labels();
    Float[] values = Stream.generate(() -> 0f).limit(14).toArray(Float[]::new);
    values[chexpert.indexOf("Pleural Effusion")] = 1f;
    values[chexpert.indexOf("Edema")] = UNKNOWN;
    Films nih = films(chexpert, List.of(values)).labelled(Vocabulary.NIH);
    assertEquals(Labels.NIH, nih.labels());
    Film film = nih.get(0);
    assertEquals(1, film.value("Effusion"));
    assertEquals(0, film.value("Cardiomegaly"));
    assertTrue(Float.isNaN(film.value("Edema")));
    assertEquals(
        List.of(
            "Infiltration",
            "Mass",
            "Nodule",
            "Edema",
            "Emphysema",
            "Fibrosis",
            "Pleural_Thickening",
            "Hernia"),
        film.unknown());
    for (String name :
        List.of(
            "Pleural_Thickening",
            "Pleural Thickening",
            "pleural thickening",
            "PleuralThickening",
            "Thickening/pleura")) {
      assertEquals(1, value(Vocabulary.NIH, "Pleural_Thickening", Labels.of(name), 1f), name);
    }
    assertEquals(1, value(Vocabulary.CHEXPERT, "Pleural Effusion", Labels.of("Effusion"), 1f));
  }

  @Test
  void ofSeveralLabelsAnyIsEnoughToBePresentAndAllToBeAbsent() {
    Labels two = Labels.of("Infiltrate", "Infiltration");
    assertEquals(1, value(Vocabulary.NIH, "Infiltration", two, 0f, 1f));
    assertEquals(1, value(Vocabulary.NIH, "Infiltration", two, UNKNOWN, 1f));
    assertEquals(0, value(Vocabulary.NIH, "Infiltration", two, 0f, 0f));
    assertTrue(Float.isNaN(value(Vocabulary.NIH, "Infiltration", two, 0f, UNKNOWN)));
  }

  @Test
  void aLesionIsANoduleOrAMass() {
    Labels both = Labels.of("Nodule", "Mass");
    assertEquals(1, value(Vocabulary.CHEXPERT, "Lung Lesion", both, 1f, 0f));
    assertEquals(0, value(Vocabulary.CHEXPERT, "Lung Lesion", both, 0f, 0f));
    assertTrue(Float.isNaN(value(Vocabulary.CHEXPERT, "Lung Lesion", both, 0f, UNKNOWN)));
    assertEquals(1, value(Vocabulary.CHEXPERT, "Lung Lesion", Labels.of("Mass"), 1f));
    assertTrue(
        Float.isNaN(value(Vocabulary.CHEXPERT, "Lung Lesion", Labels.of("Mass"), 0f)),
        "it may be a nodule");
    assertEquals(1, value(Vocabulary.COMMON, "Lung Lesion", Labels.of("Nodule/Mass"), 1f));
    assertTrue(Float.isNaN(value(Vocabulary.COMMON, "Mass", Labels.of("Nodule/Mass"), 1f)));
  }

  @Test
  void aKindOfAFindingTellsThatItIsThereAndNeverThatItIsNot() {
    Labels hiatal = Labels.of("hiatal hernia");
    assertEquals(1, value(Vocabulary.NIH, "Hernia", hiatal, 1f));
    assertTrue(Float.isNaN(value(Vocabulary.NIH, "Hernia", hiatal, 0f)));
    assertTrue(Float.isNaN(value(Vocabulary.PADCHEST, "hiatal hernia", Labels.of("Hernia"), 1f)));
    Labels airspace = Labels.of("Airspace opacity");
    assertEquals(1, value(Vocabulary.CHEXPERT, "Lung Opacity", airspace, 1f));
    assertTrue(Float.isNaN(value(Vocabulary.CHEXPERT, "Lung Opacity", airspace, 0f)));
  }

  @Test
  void whatDiffersClinicallyStaysApartAndTheReasonIsSaid() {
    assertTrue(Float.isNaN(value(Vocabulary.NIH, "Consolidation", Labels.of("Infiltration"), 1f)));
    assertTrue(Float.isNaN(value(Vocabulary.NIH, "Infiltration", Labels.of("Lung Opacity"), 1f)));
    assertTrue(
        Float.isNaN(value(Vocabulary.CHEXPERT, "Lung Opacity", Labels.of("Infiltration"), 1f)));
    LabelMapping mapping = Vocabulary.NIH.of(Labels.of("Lung Opacity", "Support Devices", "Mass"));
    assertEquals(Set.of("Lung Opacity", "Support Devices"), mapping.without().keySet());
    assertTrue(mapping.without().get("Lung Opacity").contains("is not Infiltration"));
    assertEquals("has no counterpart", mapping.without().get("Support Devices"));
    assertEquals(List.of("Mass"), mapping.sources("Mass"));
    assertTrue(mapping.untold().contains("Hernia"));
    assertTrue(mapping.figure().text().contains("is not Infiltration"));
    assertTrue(Vocabulary.NIH.figure().text().contains("Fleischner"));
  }

  @Test
  void noFindingDeniesWhatItsSetLooksFor() {
    Labels labels = Labels.of("No Finding", "Edema", "Mass", "Support Devices");
    Film film =
        films(labels, List.of(1f, UNKNOWN, UNKNOWN, UNKNOWN)).labelled(Vocabulary.NIH).get(0);
    assertEquals(0, film.value("Edema"));
    assertEquals(0, film.value("Mass"));
    assertTrue(Float.isNaN(film.value("Hernia")), "its set does not look for hernias");
    Film chexpert =
        films(labels, List.of(1f, UNKNOWN, 0f, UNKNOWN)).labelled(Vocabulary.CHEXPERT).get(0);
    assertEquals(1, chexpert.value("No Finding"));
    assertTrue(Float.isNaN(chexpert.value("Support Devices")), "which are no finding");
  }

  @Test
  void whoHasAFindingIsNotWithoutOneAndNobodyIsHealthyForWantOfLabels() {
    Labels labels = Labels.of("Edema", "Mass");
    assertEquals(0, value(Vocabulary.CHEXPERT, "No Finding", labels, 0f, 1f));
    assertTrue(Float.isNaN(value(Vocabulary.CHEXPERT, "No Finding", labels, 0f, 0f)));
    Labels both = Labels.of("No Finding", "Edema");
    assertEquals(0, value(Vocabulary.CHEXPERT, "No Finding", both, UNKNOWN, 1f));
    assertTrue(Float.isNaN(value(Vocabulary.CHEXPERT, "No Finding", both, UNKNOWN, 0f)));
    assertEquals(
        1, value(Vocabulary.CHEXPERT, "No Finding", Labels.of("Normal", "Pneumonia"), 1f, 0f));
    assertTrue(
        Float.isNaN(value(Vocabulary.CHEXPERT, "No Finding", Labels.of("Support Devices"), 1f)));
  }

  @Test
  void boxesGoWithTheirLabelsOrAreTold() {
    Labels labels = Labels.of("Infiltrate", "Rib fracture");
    var box = new Box(1, 2, 3, 4);
    Films nih =
        films(
                labels,
                List.of(1f, 1f),
                new FindingBox("Infiltrate", box),
                new FindingBox("Rib fracture", box))
            .labelled(Vocabulary.NIH);
    assertEquals(List.of(new FindingBox("Infiltration", box)), nih.get(0).boxes());
    assertEquals(1, Accounts.count(nih, Fate.LEFT_OUT, "boxes"));
    assertEquals(1, Accounts.count(nih, Fate.LEFT_OUT, "labels"));
    assertEquals(13, Accounts.because(nih, "are not told and unknown on all films"));
  }

  @Test
  void theSameVocabularyChangesNothing() {
    Float[] values =
        Stream.of(1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            .map(v -> (float) v)
            .toArray(Float[]::new);
    Films nih = films(Labels.NIH, List.of(values));
    assertEquals(nih, nih.labelled(Vocabulary.NIH));
    assertEquals(
        nih.labelled(Vocabulary.NIH), nih.labelled(Vocabulary.NIH).labelled(Vocabulary.NIH));
  }

  @Test
  void uncertainLabelsCanStillBeDecidedUnderTheirNewName() {
    Labels labels = Labels.of("Pleural Effusion", "Fracture");
    var details = new FilmDetails("s", "train", Set.of("Pleural Effusion"), Set.of("Fracture"));
    Film film =
        Film.of("a", Path.of("a"), "1", labels, List.of(UNKNOWN, UNKNOWN))
            .labelled(labels, List.of(UNKNOWN, UNKNOWN), List.of(), details);
    Films nih = new Films("one", labels, List.of(film)).labelled(Vocabulary.NIH);
    assertEquals(1, nih.uncertain(UncertainLabels.positive()).get(0).value("Effusion"));
  }

  @Test
  void everyLabelOfEachVocabularyIsInTheTableOfNames() {
    for (Vocabulary vocabulary :
        List.of(Vocabulary.NIH, Vocabulary.CHEXPERT, Vocabulary.PADCHEST, Vocabulary.COMMON)) {
      for (String label : vocabulary.labels()) {
        assertNotNull(LabelNames.of(label), label);
      }
    }
    List<String> names =
        LabelNames.all().stream().flatMap(finding -> finding.keys().stream()).toList();
    assertEquals(names.size(), Set.copyOf(names).size(), "no name means two findings");
    assertEquals(18, Vocabulary.COMMON.labels().size());
    assertEquals(14, Vocabulary.CHEXPERT.labels().size());
  }
}

package org.cxrlab.data.phantom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.image.Box;

/**
 * A drawn film.
 *
 * @param size of the picture in pixels, both ways
 * @param pixels grey values, row by row
 * @param boxes where each finding lies, and the necklace if it is a label, in pixels
 */
record PhantomFilm(int size, byte[] pixels, Map<String, Box> boxes) {
  /** Draws a film. The same recipe and examination give the same pixels on every machine. */
  static PhantomFilm draw(Recipe recipe, Examination examination) {
    Body body = body(recipe, examination);
    long seed = body.seed();
    Dice dice = Dice.of(seed, 21, examination.number());
    Map<String, Finding> findings = findings(seed, examination);
    List<Change> changes = new ArrayList<>();
    findings.values().forEach(finding -> changes.add(finding.change()));
    changes.add(breath(examination, dice));
    Chest chest = new Chest(body, Change.of(changes), examination.bedside());
    Projection projection =
        Projection.of(
            recipe.size(),
            dice.normal(1.0, 0.035) * 13.9 / (0.5 * 13.9 + 0.5 * body.halfWidth()),
            dice.normal(0, examination.bedside() ? 0.03 : 0.015),
            dice.normal(0, 0.5),
            dice.normal(0.2, 0.7),
            examination.mirrored());
    Layers layers = new Layers(projection);
    new Trunk(layers, chest).draw();
    new Vessels(layers, chest).draw();
    findings.values().forEach(finding -> finding.paint(layers, chest));
    new Skeleton(layers, chest).draw();
    var attachments = new Attachments(layers, chest, dice);
    attachments.draw(recipe, examination);
    byte[] pixels = Acquisition.of(dice, examination.bedside()).develop(layers);
    Map<String, Box> boxes = new LinkedHashMap<>();
    findings.forEach(
        (label, finding) -> boxes.put(label, projection.pixels(finding.region(chest))));
    if (recipe.necklaceLabel()) {
      attachments.necklace().ifPresent(at -> boxes.put(Recipe.NECKLACE, projection.pixels(at)));
    }
    return new PhantomFilm(recipe.size(), pixels, boxes);
  }

  /** The body of the patient on a film. */
  static Body body(Recipe recipe, Examination examination) {
    return Body.of(Dice.of(recipe.seed(), 20, examination.patient()).seed());
  }

  private static Map<String, Finding> findings(long seed, Examination examination) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (String label : Finding.LABELS) {
      Double severity = examination.severities().get(label);
      if (severity != null) {
        Dice dice = Dice.of(seed, 22, Finding.LABELS.indexOf(label));
        findings.put(label, Finding.of(label, dice, severity));
      }
    }
    return findings;
  }

  /** How deeply the patient breathes in, and what lying in bed does to heart and diaphragm. */
  private static Change breath(Examination examination, Dice dice) {
    double shallow = dice.normal(0.2, 0.5);
    if (!examination.bedside()) {
      return Change.domes(0, shallow).and(Change.heart(dice.normal(0, 0.008)));
    }
    return Change.domes(0, shallow + 1.3)
        .and(Change.heart(dice.normal(0.03, 0.01)))
        .and(Change.vessels(1.08));
  }
}

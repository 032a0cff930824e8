package org.cxrlab.data.phantom;

/**
 * What stays the same over all films of a patient. Lengths in cm.
 *
 * @param female whether there are breast shadows
 * @param age in years
 * @param halfWidth of the rib cage inside, at its widest
 * @param apex where the lungs begin
 * @param dome where the right dome of the diaphragm stands after a deep breath
 * @param domeGap how much lower the left dome stands
 * @param depth of the lungs from front to back, in the middle
 * @param wall thickness of skin, fat and muscle over the ribs
 * @param breast how far a breast reaches toward the film, 0 without
 * @param breastX where the middle of a breast lies, from the midline
 * @param breastY where its lower edge lies
 * @param heart width of the heart as a share of the inner width of the chest
 * @param knob how far the aortic knob stands out
 * @param bend sideways bend of the spine at its worst
 * @param tissue the part of the lungs that is not air
 * @param ribSlope how far ribs fall from the spine to the side
 * @param ribGap from one rib to the next
 * @param bones density of bone, about 1
 * @param bubble width of the stomach's bubble of gas, 0 without
 * @param armpit how far below the apex the armpits lie
 * @param arms how near the arms hang: the slope of their inner edge, cm down for each cm outward
 * @param seed of the vessels' branches and other details
 */
record Body(
    boolean female,
    int age,
    double halfWidth,
    double apex,
    double dome,
    double domeGap,
    double depth,
    double wall,
    double breast,
    double breastX,
    double breastY,
    double heart,
    double knob,
    double bend,
    double tissue,
    double ribSlope,
    double ribGap,
    double bones,
    double bubble,
    double armpit,
    double arms,
    long seed) {
  static Body of(long seed) {
    Dice dice = Dice.of(seed, 1);
    boolean female = dice.chance(0.44);
    int age = (int) Math.max(18, Math.min(92, dice.normal(52, 16)));
    double halfWidth = dice.normal(female ? 13.1 : 14.2, 0.7);
    double apex = dice.normal(4.6, 0.5);
    double height = dice.normal(female ? 22.0 : 23.8, 1.3);
    double wall = Math.max(0.9, dice.normal(2.6, 0.9));
    boolean breasts = female && dice.chance(0.92);
    return new Body(
        female,
        age,
        halfWidth,
        apex,
        apex + height,
        dice.normal(1.1, 0.5),
        dice.normal(female ? 16 : 18, 1.2),
        wall,
        breasts ? dice.between(0.8, 3.2) + wall / 2 : 0,
        dice.between(7.2, 9.5),
        apex + height + dice.between(-1.0, 3.2),
        Math.min(0.485, dice.normal(0.43, 0.024) + 0.0004 * (age - 52)),
        Math.max(0.2, dice.normal(0.7 + 0.012 * (age - 50), 0.3)),
        dice.normal(0, 0.45),
        dice.normal(0.26, 0.018),
        dice.normal(3.6, 0.5),
        dice.normal(2.28, 0.07),
        dice.normal(1.04 - 0.003 * (age - 50), 0.08),
        dice.chance(0.75) ? dice.between(1.2, 3.4) : 0,
        dice.between(8, 12),
        dice.between(2.0, 9.0),
        seed);
  }
}

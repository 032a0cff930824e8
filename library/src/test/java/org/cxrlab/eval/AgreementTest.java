package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final float NONE = Float.NaN;
  private static final JsonObject EXPECTED = Fixtures.read("agreement.json");

  private static final Readers THREE =
      Readers.of("Mass")
          .with("A", new float[] {1, 1, 0, 0, 1, NONE})
          .with("B", new float[] {1, 0, 0, 0, NONE, NONE})
          .with("C", new float[] {1, 1, 1, 0, 0, NONE});

  @Test
  void cohensKappaEqualsScikitLearn() {
    assertEquals(
        EXPECTED.get("cohen").getAsDouble(),
        Kappa.cohen(Fixtures.labels(EXPECTED.get("a")), Fixtures.labels(EXPECTED.get("b"))),
        1e-12);
  }

  @Test
  void cohensKappaByHand() {
    // 50 films, both yes 20, both no 15, A alone 5, B alone 10: (.7 - .5) / (1 - .5).
    float[] a = new float[50];
    float[] b = new float[50];
    for (int i = 0; i < 50; i++) {
      a[i] = i < 25 ? 1 : 0;
      b[i] = i < 20 || i >= 40 ? 1 : 0;
    }
    assertEquals(0.4, Kappa.cohen(a, b), 1e-12);
  }

  @Test
  void fleissKappaByHand() {
    // Four films, three readers, yes votes 3, 2, 1, 0. Agreement per film 1, 1/3, 1/3, 1; mean 2/3.
    // Half of all votes are yes, so chance gives 1/2: (2/3 - 1/2) / (1/2).
    assertEquals(
        1.0 / 3,
        Kappa.fleiss(
            List.of(new float[] {1, 1, 1, 0}, new float[] {1, 1, 0, 0}, new float[] {1, 0, 0, 0})),
        1e-12);
  }

  @Test
  void agreementThatChanceAloneGivesIsNotDefined() {
    assertTrue(Double.isNaN(Kappa.cohen(new float[] {0, 0}, new float[] {0, 0})));
    assertTrue(Double.isNaN(Kappa.fleiss(List.of(new float[] {0, 0}, new float[] {0, 0}))));
  }

  @Test
  void theMajorityLeavesTiesOpen() {
    // The fifth film has one vote each way, the sixth none.
    assertArrayEquals(new float[] {1, 1, 0, 0, NONE, NONE}, THREE.consensus(Consensus.MAJORITY));
  }

  @Test
  void unanimityLeavesEveryDisputeOpen() {
    assertArrayEquals(
        new float[] {1, NONE, NONE, 0, NONE, NONE}, THREE.consensus(Consensus.UNANIMOUS));
  }

  @Test
  void readersAreMeasuredAgainstTheOthers() {
    // Against the unanimous votes of B and C (film 1 yes, film 4 no, film 5 by C alone no), A is
    // right about films 1 and 4 and wrong about film 5.
    List<String> a = THREE.againstOthers(Consensus.UNANIMOUS).rows().get(0);
    assertEquals("A", a.get(0));
    assertEquals("3", a.get(1));
    assertTrue(a.get(2).startsWith("1.000"), a.toString());
    assertTrue(a.get(3).startsWith("0.500"), a.toString());
  }

  @Test
  void kappaOfReadersHasAnInterval() {
    float[] truth = new float[400];
    for (int i = 0; i < truth.length; i += 4) {
      truth[i] = 1;
    }
    var readers =
        Readers.of("Mass")
            .with("A", new Reader("A", 0.9, 0.9).read(truth, 1))
            .with("B", new Reader("B", 0.9, 0.9).read(truth, 2));
    Estimate kappa = readers.cohen("A", "B");
    assertTrue(kappa.interval().low() < kappa.value() && kappa.value() < kappa.interval().high());
    // Both say yes of .3; they agree on .82, by chance on .58: kappa .571, and its standard error
    // sqrt(.82 x .18 / 400) / .42 = .046.
    assertEquals(0.571, kappa.value(), 0.14);
    assertEquals(4 * 0.046, kappa.interval().high() - kappa.interval().low(), 0.05);
  }

  @Test
  void aReaderErrsAsOftenAsAsked() {
    float[] truth = new float[20_000];
    for (int i = 0; i < 10_000; i++) {
      truth[i] = 1;
    }
    float[] votes = new Reader("A", 0.8, 0.95).read(truth, 3);
    double found = 0;
    double alarms = 0;
    for (int i = 0; i < 10_000; i++) {
      found += votes[i];
      alarms += votes[10_000 + i];
    }
    assertEquals(0.8, found / 10_000, 0.02);
    assertEquals(0.05, alarms / 10_000, 0.01);
    assertArrayEquals(votes, new Reader("A", 0.8, 0.95).read(truth, 3));
  }

  @Test
  void badVotesAreNamed() {
    var two = assertThrows(IllegalArgumentException.class, () -> THREE.with("D", new float[2]));
    assertTrue(two.getMessage().contains("D has votes on 2 films and A on 6"), two.getMessage());
    assertThrows(IllegalArgumentException.class, () -> THREE.with("A", new float[6]));
    var vote =
        assertThrows(
            IllegalArgumentException.class, () -> THREE.with("D", new float[] {1, 1, 0, 0, 1, 2}));
    assertTrue(vote.getMessage().contains("Vote 5 of D is 2.0"), vote.getMessage());
    assertThrows(IllegalArgumentException.class, () -> THREE.cohen("A", "Z"));
  }

  @Test
  void deLongEqualsItsDefinition() {
    DeLong test =
        DeLong.test(
            Fixtures.numbers(EXPECTED.get("first")),
            Fixtures.numbers(EXPECTED.get("second")),
            Fixtures.labels(EXPECTED.get("labels")));
    assertEquals(EXPECTED.get("aurocFirst").getAsDouble(), test.first(), 1e-12);
    assertEquals(EXPECTED.get("aurocSecond").getAsDouble(), test.second(), 1e-12);
    assertEquals(EXPECTED.get("standardError").getAsDouble(), test.standardError(), 1e-12);
    assertEquals(EXPECTED.get("p").getAsDouble(), test.p(), 1e-12);
  }
}

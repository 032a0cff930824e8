package org.cxrlab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Integer> NONE = List.of();

  @Test
  void cosineFallsFromAllToNothing() {
    Schedule cosine = Schedule.cosine();
    assertEquals(1, cosine.share(0, 100, NONE), 1e-12);
    assertEquals(0.5, cosine.share(50, 100, NONE), 1e-12);
    // torch.optim.lr_scheduler.CosineAnnealingLR(T_max=100) of lr 1 after 75 steps
    assertEquals(0.1464466, cosine.share(75, 100, NONE), 1e-7);
  }

  @Test
  void warmUpRisesInEqualParts() {
    Schedule schedule = Schedule.constant().warmUp(4);
    assertEquals(0.25, schedule.share(0, 100, NONE));
    assertEquals(1, schedule.share(3, 100, NONE));
    assertEquals(1, schedule.share(4, 100, NONE));
  }

  @Test
  void aPlateauReducesTheRateAfterEachPatience() {
    Schedule schedule = Schedule.reduceOnPlateau(0.1, 2);
    assertEquals(1, schedule.share(0, 100, List.of(0, 1, 0)));
    assertEquals(0.1, schedule.share(0, 100, List.of(0, 1, 2)), 1e-12);
    assertEquals(0.1, schedule.share(0, 100, List.of(0, 1, 2, 3, 0, 1)), 1e-12);
    assertEquals(0.01, schedule.share(0, 100, List.of(0, 1, 2, 3, 4)), 1e-12);
  }
}

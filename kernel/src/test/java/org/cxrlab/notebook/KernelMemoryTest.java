package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a real kernel, cells that are run over and over let go of what they made before. */
@Tag("kernel")
@Tag("slow")
class KernelMemoryTest {
  private static final String BEGIN =
      """
      import org.cxrlab.batch.NativeOwner;
      var labels = Labels.of("Mass", "Edema");
      var film = GrayImage.of(2, 2, 0, 0.3f, 0.6f, 1);
      long freed(long most) throws Exception {
        for (int i = 0; i < 40 && NativeOwner.bytes() > most; i++) {
          System.gc();
          Thread.sleep(20);
        }
        return NativeOwner.bytes();
      }
      """;

  @Test
  void aModelThatItsCellReplacesIsFreedWhateverTheCellLooksLike() throws Exception {
    try (var session = KernelSession.start("cxrlab", Map.of())) {
      assertEquals("ok", session.run(BEGIN).status());
      String made = "SmallDenseNet.create(labels, 1).setImageSize(32)";
      for (String cell :
          new String[] {
            "var model = " + made + "; model.predict(film)",
            "ChestModel model = "
                + made
                + "; var cam = GradCam.of(model); cam.explain(film, \"Mass\")",
            made,
            "var held = new java.util.ArrayList<ChestModel>(); held.add(" + made + ");",
            "var model = " + made + "; throw new IllegalStateException();",
          }) {
        session.run(cell);
        long one = Long.parseLong(session.run("freed(0)").value("text/plain"));
        for (int i = 0; i < 8; i++) {
          session.run(cell);
        }
        long after = Long.parseLong(session.run("freed(" + one + ")").value("text/plain"));
        assertTrue(after <= one, cell + ": " + one + " bytes after one run, then " + after);
      }
    }
  }

  @Test
  void aModelOfAnotherCellIsStillThereHoweverOftenOthersAreMade() throws Exception {
    try (var session = KernelSession.start("cxrlab", Map.of())) {
      session.run(BEGIN);
      session.run("var kept = SmallDenseNet.create(labels, 5).setImageSize(32);");
      String first = session.run("kept.predict(film)").value("text/plain");
      for (int i = 0; i < 5; i++) {
        session.run("var model = SmallDenseNet.create(labels, 1).setImageSize(32); System.gc();");
      }
      assertEquals(first, session.run("kept.predict(film)").value("text/plain"));
    }
  }
}

package org.cxrlab.report;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster under a cell of JupyterLab. A script stands for the process that drives Spark, and says
 * what that would say.
 */
@Tag("kernel")
@Tag("browser")
@Tag("slow")
class ClusterInLabTest {
  /**
   * At its first call it gives 8 of 24 rows, each of 64 x 64 pixels, and waits to be stopped; later
   * it gives what is left.
   */
  private static final String DRIVER =
      """
      #!/bin/bash
      read -r job
      row='{"numbers":"AACAQgAAgEI=","complaint":""}'
      rows() { printf '{"rows":[%s' "$row"; for ((i = 1; i < $1; i++)); do printf ',%s' "$row"; done; echo ']}'; }
      echo 'Apache Spark, by Maven: 270 MB, this once' >&2
      if [ ! -e "$0.called" ]; then
        : >"$0.called"
        sleep 1
        rows 8
        echo '{"stage":{"partitions":3,"done":1,"running":1}}'
        read -r end
        exit 0
      fi
      rows 16
      echo '{"stage":{"partitions":2,"done":2,"running":0}}'
      """;

  @TempDir private Path folder;

  @Test
  void aCellShowsPartitionsAsTheyComeAndStopKeepsWhatIsDone() throws Exception {
    Launcher.assumeKernel();
    Files.writeString(
        folder.resolve("cluster.ipynb"),
        Launcher.notebookOf(
            """
            System.setProperty("cxrlab.launcher", "%s");
            System.setProperty("cxrlab.data", "%s");
            var films = Phantoms.of(24).size(64).films();
            """
                .formatted(driver(), folder.resolve("data")),
            "Cluster.local(2).files(films)"));
    try (Lab lab = Lab.start(folder);
        var chromium = Chromium.open();
        Page page = chromium.page(1300)) {
      lab.open(page, "cluster.ipynb");
      Lab.startCell(page, 0);
      Lab.startCell(page, 1);
      Locator outputs = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea");
      PlaywrightAssertions.assertThat(outputs)
          .containsText("8 of 24 films; partitions: 1 done, 1 running, 1 waiting", Lab.patience());
      page.locator("[data-command='notebook:interrupt-kernel']").first().click();
      PlaywrightAssertions.assertThat(outputs)
          .containsText("Stopped after 8 of 24 films", Lab.patience());
      Lab.startCell(page, 1);
      PlaywrightAssertions.assertThat(outputs)
          .containsText("24 films were looked at on local[2].", Lab.patience());
      PlaywrightAssertions.assertThat(outputs)
          .containsText("All 24 pictures are there and can be read: 24 of 64 x 64 pixels.");
    }
  }

  private Path driver() throws IOException {
    Path script = folder.resolve("driver");
    Files.writeString(script, DRIVER);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}

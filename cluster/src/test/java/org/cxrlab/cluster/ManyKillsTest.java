package org.cxrlab.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.Labels;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills an executor at as many points of a scoring as {@code CXR_KILLS} says, and holds each table
 * against an undisturbed one, to the last bit, and against that of one process.
 */
@EnabledIfEnvironmentVariable(named = "CXR_KILLS", matches = "[1-9]\\d*")
class ManyKillsTest {
  @TempDir static Path folder;

  @Test
  void whereverAnExecutorIsKilledTheRowsAreTheSameToTheLastBit() throws Exception {
    SparkHome.make();
    int kills = Integer.parseInt(System.getenv("CXR_KILLS"));
    StoredFilms films = StoredFilms.files(SparkScoringTest.phantoms(folder));
    try (ChestModel model = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64);
        Session session = Session.start("local-cluster[2,1,1024]", "kills")) {
      List<Scorer.Result> alone = new ArrayList<>();
      new Scorer(model, films.films(), alone::addAll).run();
      Work work = new SparkScoringTest.Slow(ScoreTask.of(SentModel.of(model, session)));
      List<Scorer.Result> undisturbed = new ArrayList<>();
      SparkScoring.score(session, work, films, undisturbed::addAll);
      SparkScoringTest.requireSame(alone, undisturbed, 1e-6f);
      for (int i = 0; i < kills; i++) {
        int after = 1 + i * 48 / kills;
        List<Scorer.Result> results = SparkScoringTest.scoredWithAKill(session, work, films, after);
        SparkScoringTest.requireSame(undisturbed, results, 0);
        SparkScoringTest.requireSame(alone, results, 1e-6f);
        System.out.print(
            Text.format(
                "kill %d: once %d rows had come; %d rows, as undisturbed bit for bit, within 1e-6 of one process\n",
                i + 1, after, results.size()));
      }
    }
  }
}

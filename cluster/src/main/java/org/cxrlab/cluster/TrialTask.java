package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.process.RemoteTraining;
import org.cxrlab.process.ToldProgram;
import org.cxrlab.process.TrainingOrder;
import org.cxrlab.process.TrainingSubject;
import org.cxrlab.train.StopSignal;

/**
 * Trains where an executor runs. A head is trained in the executor; a network in a process of its
 * own, as a process trains one at a time, with as many threads as a task has cores. That process
 * ends after its step when the task is cancelled or the executor is lost, and leaves a checkpoint.
 *
 * @param sent what it learns from
 * @param code that of the code that sent it, by {@link CodeOrigin}
 */
record TrialTask(SentSubject sent, String code) implements Pieces.Work<TrainingOrder, Trained> {
  private static final long MILLIS = 100;
  private static final int SECONDS_TO_STOP = 60;
  private static final String WORDS = "words.txt";

  @Override
  public Trained of(TrainingOrder order) {
    Path folder = folder();
    try {
      requireSameCode();
      TrainingSubject subject = subject(folder.resolve("subject"));
      Path out = WholeFolder.make(folder.resolve("out"));
      if (subject.isOfHeads()) {
        RemoteTraining.run(subject, order, out);
      } else {
        network(subject, order, out, folder.resolve(WORDS));
      }
      return new Trained(files(out), "");
    } catch (UnfitException e) {
      throw e;
    } catch (CxrlabException | IllegalArgumentException | UncheckedIOException e) {
      String sentence = Fault.of(e).sentence();
      if (sentence.contains(Fault.DISK_IS_FULL)) {
        throw new UnfitException(e);
      }
      return Trained.refused(ScoreTask.HERE + SparkEnv.get().executorId() + ": " + sentence);
    } catch (IOException e) {
      throw new UncheckedIOException("What came of a trial can't be read.", e);
    } finally {
      WholeFolder.deletePassing(folder);
    }
  }

  private static Path folder() {
    try {
      return WholeFolder.passing(ScoreTask.temporary());
    } catch (UncheckedIOException e) {
      throw new UnfitException(e);
    }
  }

  private TrainingSubject subject(Path folder) {
    try {
      return sent.open(folder);
    } catch (UncheckedIOException e) {
      throw new UnfitException(e);
    }
  }

  private void requireSameCode() {
    if (!code.equals(CodeOrigin.ofCode())) {
      throw new CxrlabException(
          "cxrlab is of another version there than here; give all the same jar.");
    }
  }

  private static void network(TrainingSubject subject, TrainingOrder order, Path out, Path words)
      throws IOException {
    int threads = SparkEnv.get().conf().getInt("spark.task.cpus", 1);
    Process process = RemoteTraining.start(subject, order, out, words, threads);
    try {
      while (!process.waitFor(MILLIS, TimeUnit.MILLISECONDS)) {
        if (TaskContext.get().isInterrupted() || StopSignal.isRequested()) {
          stop(process);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was cancelled.", e);
    } finally {
      process.destroy();
    }
    if (process.exitValue() == ToldProgram.REFUSED) {
      String said = Files.readString(words).strip();
      throw said.isEmpty() ? unsaid(words) : new CxrlabException(said);
    }
    if (process.exitValue() != 0) {
      // Perhaps not a second time: Spark tries again.
      throw new IllegalStateException(
          "The process of a trial ended with status "
              + process.exitValue()
              + ": "
              + Files.readString(words).strip());
    }
  }

  /** What it said is lost where there was no room for that either. */
  private static UnfitException unsaid(Path words) {
    return new UnfitException(
        new CxrlabException(
            "A training ended, and why it did can't be written to "
                + words
                + ". "
                + Fault.DISK_IS_FULL));
  }

  private static void stop(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(one).toString(), Files.readAllBytes(one));
      }
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("The trial was stopped.");
    }
    return files;
  }
}

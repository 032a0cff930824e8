package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.cxrlab.CxrlabException;
import org.cxrlab.train.StopSignal;
import scala.Function1;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Pieces of work, a task for each. What comes of a piece is taken once, however often Spark had to
 * try, as it comes and by the thread that waits.
 *
 * @param <P> a piece
 * @param <R> what comes of it
 */
final class Pieces<P extends Serializable, R> {
  private static final int MILLISECONDS = 100;

  private final SparkContext spark;
  private final Class<P> type;
  private final Work<P, R> work;
  private final BlockingQueue<Come<R>> queue = new LinkedBlockingQueue<>();
  private int job;

  /** What is done with a piece where an executor runs. */
  interface Work<P, R> extends Serializable {
    R of(P piece);
  }

  /**
   * What came of a piece.
   *
   * @param place of the piece in its job
   */
  private record Come<R>(int place, R result) {}

  Pieces(SparkContext spark, Class<P> type, Work<P, R> work) {
    this.spark = spark;
    this.type = type;
    this.work = work;
  }

  /**
   * Runs them as one job, until it ends or {@link StopSignal} asks to stop. What has come by then
   * is taken.
   *
   * @param taken is given the place of a piece and what came of it
   * @param meanwhile called several times a second
   * @return why Spark gave up, if it did
   */
  Optional<Throwable> run(List<P> pieces, BiConsumer<Integer, R> taken, Runnable meanwhile) {
    return run(pieces, List.of(), taken, meanwhile);
  }

  /**
   * The same at some places.
   *
   * @param places as Spark names them; anywhere if there are none
   */
  Optional<Throwable> run(
      List<P> pieces, List<String> places, BiConsumer<Integer, R> taken, Runnable meanwhile) {
    SimpleFutureAction<BoxedUnit> running = submit(pieces, places);
    job = (Integer) running.jobIds().head();
    try {
      while (!StopSignal.isRequested() && (!running.isCompleted() || !queue.isEmpty())) {
        take(next(), taken);
        meanwhile.run();
      }
    } finally {
      running.cancel();
    }
    for (Come<R> last = queue.poll(); last != null; last = queue.poll()) {
      take(last, taken);
    }
    return StopSignal.isRequested() || running.value().get().isSuccess()
        ? Optional.empty()
        : Optional.of(running.value().get().failed().get());
  }

  /** The number that Spark gave to the last job. */
  int job() {
    return job;
  }

  private void take(Come<R> come, BiConsumer<Integer, R> taken) {
    if (come != null) {
      taken.accept(come.place(), come.result());
    }
  }

  /** The next, or null after a while. */
  private Come<R> next() {
    try {
      return queue.poll(MILLISECONDS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CxrlabException("The work was interrupted; the same call goes on.", e);
    }
  }

  private SimpleFutureAction<BoxedUnit> submit(List<P> pieces, List<String> places) {
    RDD<P> all = rdd(pieces, places);
    Work<P, R> what = work;
    BlockingQueue<Come<R>> come = queue;
    Function1<Iterator<P>, R> task =
        (Function1<Iterator<P>, R> & Serializable) some -> what.of(some.next());
    Function2<Object, R, BoxedUnit> handler =
        (place, result) -> {
          come.add(new Come<>((Integer) place, result));
          return BoxedUnit.UNIT;
        };
    return spark.submitJob(
        all,
        task,
        scala(IntStream.range(0, pieces.size()).<Object>mapToObj(i -> i).toList()),
        handler,
        () -> BoxedUnit.UNIT);
  }

  private RDD<P> rdd(List<P> pieces, List<String> places) {
    ClassTag<P> tag = ClassTag$.MODULE$.apply(type);
    if (places.isEmpty()) {
      return spark.parallelize(scala(pieces), pieces.size(), tag);
    }
    Seq<String> same = scala(places);
    return spark.makeRDD(
        scala(pieces.stream().map(piece -> new Tuple2<>(piece, same)).toList()), tag);
  }

  private static <T> Seq<T> scala(List<T> some) {
    return CollectionConverters.asScala(some).toSeq();
  }
}

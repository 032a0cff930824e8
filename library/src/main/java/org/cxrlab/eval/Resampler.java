package org.cxrlab.eval;

/** Computes the resamples of a bootstrap in another place than this process. */
@FunctionalInterface
public interface Resampler {
  /**
   * What {@link BootstrapJob#rows(int, int)} gives for all resamples, however they were shared out.
   *
   * @return resample by resample, statistic by statistic
   */
  double[][] rows(BootstrapJob what);
}

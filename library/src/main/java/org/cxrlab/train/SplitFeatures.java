package org.cxrlab.train;

import java.util.List;
import org.cxrlab.model.FilmFeatures;

/** What a frozen backbone makes of the films of a split, as far as training a head needs it. */
public interface SplitFeatures {
  /** Of the training part. */
  FilmFeatures train();

  /** Of the validation part. */
  FilmFeatures validation();

  /** Films of the split that could not be read and have no features. */
  List<LeftOutFilm> leftOut();
}

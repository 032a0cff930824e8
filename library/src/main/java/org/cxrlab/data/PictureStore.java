package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/** Where pictures lie that are no files of their own: an archive, or a storage of a cluster. */
public interface PictureStore extends Serializable {
  /** What is done with the bytes of a picture. */
  interface Taker {
    /**
     * Takes a picture; the stream is its giver's.
     *
     * @throws IOException if the picture can't be read to its end, or is another than it should be
     */
    void take(StoredPicture picture, InputStream bytes) throws IOException;

    /** Is told why a picture can't be had. */
    void miss(StoredPicture picture, IOException why);
  }

  /** Its path or address, for sentences. */
  String shown();

  /** Whether what lies behind can only be had by reading all that lies before it. */
  boolean isSequential();

  /**
   * Gives each of these pictures, or says why not, in whatever order is quickest.
   *
   * @throws IOException if none of those that were not given can be had
   * @throws org.cxrlab.CxrlabException if the storage as a whole is away, so that no film is to be
   *     blamed
   */
  void read(List<StoredPicture> pictures, Taker taker) throws IOException;
}

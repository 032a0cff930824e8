package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

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

  /** An archive, of the form that its name tells: .zip, .tar, .tar.gz. */
  static PictureStore archive(SharedFile file) {
    return Archives.store(file);
  }

  /** Its path or address, for sentences. */
  String shown();

  /** Whether what lies behind can only be had by reading all that lies before it. */
  boolean isSequential();

  /**
   * The archive that it is, in which pictures are found by where they lay when it was listed; empty
   * where each is a file.
   */
  default Optional<SharedFile> archiveFile() {
    return Optional.empty();
  }

  /**
   * Gives each of these pictures, or says why not, in whatever order is quickest.
   *
   * @throws IOException if none of those that were not given can be had
   * @throws org.cxrlab.CxrlabException if the storage as a whole is away, so that no film is to be
   *     blamed
   */
  void read(List<StoredPicture> pictures, Taker taker) throws IOException;
}

package org.cxrlab.data;

import java.io.Serializable;

/**
 * A picture that is no file of its own.
 *
 * @param store where it lies
 * @param name its path in there
 * @param offset where its bytes begin; in a gzipped tar, how many entries stand before it
 * @param size how many bytes it has
 * @param version the {@linkplain SharedFile#version version} of the file that it is, or of the
 *     archive that it lies in, when it was listed
 */
public record StoredPicture(PictureStore store, String name, long offset, long size, String version)
    implements Serializable {
  /** Its path or address, for sentences. */
  public String shown() {
    return store.shown() + "/" + name;
  }
}

package org.cxrlab.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.image.Framing;
import org.cxrlab.image.GrayImage;

/**
 * Films kept in memory as decoded and resized, up to a number of bytes; those not used for longest
 * go first. Small data sets are so read once and not once an epoch. What comes out is pixel for
 * pixel what went in. Safe to use from several threads.
 */
public final class ImageCache {
  private static final long GIB = 1L << 30;
  private static final ImageCache SHARED =
      new ImageCache(Math.min(GIB, Runtime.getRuntime().maxMemory() / 4));

  private final boolean keeps;
  private final LruCache<Key, PackedImage> images;

  private ImageCache(long budget) {
    keeps = budget > 0;
    images = new LruCache<>(budget, PackedImage::bytes);
  }

  /**
   * The one that all loaders use unless told otherwise, so that training, evaluation and heat maps
   * read a film once: a quarter of the memory that Java may use, 1 GiB at most.
   */
  public static ImageCache shared() {
    return SHARED;
  }

  /** A cache of its own. */
  static ImageCache ofBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("A cache can't hold " + bytes + " bytes.");
    }
    return new ImageCache(bytes);
  }

  /** Keeps nothing. */
  public static ImageCache none() {
    return new ImageCache(0);
  }

  /** How many bytes of pixels are held now. */
  public long bytes() {
    return images.size();
  }

  /** Forgets all films. */
  public void clear() {
    images.clear();
  }

  /**
   * The film of a file in this size.
   *
   * @throws org.cxrlab.image.PictureException naming the file, if it can't be read
   */
  GrayImage get(Path file, int size, Framing framing) {
    if (!keeps) {
      return GrayImage.read(file, framing, size, size);
    }
    Key key = key(file, size, framing);
    PackedImage held = images.get(key);
    if (held != null) {
      return held.unpack();
    }
    GrayImage image = GrayImage.read(file, framing, size, size);
    if (key != null) {
      images.put(key, PackedImage.of(image));
    }
    return image;
  }

  /**
   * A file that changed is another film. Null for a file that is not there, which reading reports.
   */
  private static Key key(Path file, int size, Framing framing) {
    try {
      Path full = file.toAbsolutePath();
      long modified = Files.getLastModifiedTime(full).toMillis();
      return new Key(full, size, framing, modified, Files.size(full));
    } catch (IOException e) {
      return null;
    }
  }

  private record Key(Path file, int size, Framing framing, long modified, long length) {}
}

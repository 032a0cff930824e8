package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A zip archive, in which each entry is found by its directory. */
record ZipStore(SharedFile file) implements PictureStore {
  @Override
  public String shown() {
    return file.shown();
  }

  @Override
  public Optional<SharedFile> archiveFile() {
    return Optional.of(file);
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public void read(List<StoredPicture> pictures, Taker taker) throws IOException {
    try (SeekableByteChannel channel = file.open();
        ZipFile zip = opened(channel)) {
      for (StoredPicture picture : pictures) {
        try {
          give(zip, picture, taker);
        } catch (IOException e) {
          taker.miss(picture, e);
        }
      }
    }
  }

  /** The headers before each entry are not read, which would be a jump for each. */
  static ZipFile opened(SeekableByteChannel channel) throws IOException {
    return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
  }

  private static void give(ZipFile zip, StoredPicture picture, Taker taker) throws IOException {
    ZipArchiveEntry entry = zip.getEntry(picture.name());
    if (entry == null || entry.getSize() != picture.size()) {
      throw new IOException("is no longer in its archive as it was. Start again.");
    }
    var sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      taker.take(picture, in);
      if (in.read() >= 0 || sum.getValue() != entry.getCrc()) {
        throw new IOException("is damaged in its archive. Fetch that again.");
      }
    }
  }
}

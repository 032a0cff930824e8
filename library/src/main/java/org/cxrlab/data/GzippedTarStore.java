package org.cxrlab.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** A gzipped tar archive, which can be read from its beginning alone. */
record GzippedTarStore(SharedFile file) implements PictureStore {
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
    return true;
  }

  static TarArchiveInputStream opened(SeekableByteChannel channel) throws IOException {
    InputStream packed = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    return new TarArchiveInputStream(
        new BufferedInputStream(new GzipCompressorInputStream(packed, true), 1 << 16), "UTF-8");
  }

  @Override
  public void read(List<StoredPicture> pictures, Taker taker) throws IOException {
    Map<Long, StoredPicture> wanted =
        pictures.stream().collect(Collectors.toMap(StoredPicture::offset, picture -> picture));
    try (SeekableByteChannel channel = file.open();
        TarArchiveInputStream tar = opened(channel)) {
      TarArchiveEntry entry = tar.getNextEntry();
      for (long before = 0; entry != null && !wanted.isEmpty(); before++) {
        StoredPicture picture = wanted.remove(before);
        if (picture != null && picture.size() == entry.getSize()) {
          taker.take(picture, tar);
        } else if (picture != null) {
          taker.miss(picture, new IOException("is no longer in its archive. Start again."));
        }
        entry = tar.getNextEntry();
      }
    }
    for (StoredPicture picture : wanted.values()) {
      taker.miss(picture, new IOException("is no longer in its archive. Start again."));
    }
  }
}

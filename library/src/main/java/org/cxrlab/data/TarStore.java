package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.utils.BoundedSeekableByteChannelInputStream;

/** A tar archive, in which each entry is found by where it begins. */
record TarStore(SharedFile file) implements PictureStore {
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
    try (SeekableByteChannel channel = file.open()) {
      for (StoredPicture picture :
          pictures.stream().sorted(Comparator.comparing(StoredPicture::offset)).toList()) {
        try (InputStream in =
            new BoundedSeekableByteChannelInputStream(picture.offset(), picture.size(), channel)) {
          taker.take(picture, in);
        } catch (IOException e) {
          taker.miss(picture, e);
        }
      }
    }
  }
}

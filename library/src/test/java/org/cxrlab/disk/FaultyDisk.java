package org.cxrlab.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A disk that does one of the calls that change it badly, and all others as the disk beneath. Its
 * paths are given to whatever writes files.
 */
public final class FaultyDisk extends FileSystemProvider {
  /** What becomes of a call. */
  public enum Fault {
    /** As on a disk without room, from this call on. */
    FULL,
    /** As where permissions forbid it. */
    DENIED,
    /** Half of what was to be written is, and then the disk fails. */
    TORN,
    /** Nothing happens any more from this call on, as if the process had been killed. */
    KILLED,
    /** Every call takes a few milliseconds. */
    SLOW
  }

  /** The end of the process, which nothing is left of to tidy up. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final long SLOWNESS = 3_000_000; // nanoseconds

  private final FileSystem system = new Faulty();
  private final Fault fault;
  private final int at;
  private int calls;
  private boolean kept;

  /**
   * A disk with one fault.
   *
   * @param at the number of the call, from 0; a negative one does all calls well
   */
  public FaultyDisk(Fault fault, int at) {
    this.fault = fault;
    this.at = at;
  }

  /** A path of the disk beneath, seen through this one. */
  public Path path(Path real) {
    return new FaultyPath(real);
  }

  /** Whether the call that failed was to delete something, which then stays. */
  public boolean keptWhatWasDeleted() {
    return kept;
  }

  /** How many calls were made that change the disk. */
  public int calls() {
    return calls;
  }

  /** A call that changes the disk; one that fails changes nothing. */
  private void call(Path path) throws IOException {
    boolean now = calls++ == at;
    boolean later = at >= 0 && calls > at + 1;
    if (fault == Fault.SLOW) {
      LockSupport.parkNanos(SLOWNESS);
      return;
    }
    if (fault == Fault.KILLED && (now || later)) {
      throw new Killed();
    }
    if (fault == Fault.FULL && (now || later)) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
    if (now) {
      throw fault == Fault.DENIED
          ? new AccessDeniedException(path.toString())
          : new FileSystemException(path.toString(), null, "Input/output error");
    }
  }

  /** A call that gives room back, which a full disk does. */
  private void freeing(Path path) throws IOException {
    if (fault == Fault.FULL && at >= 0) {
      calls++;
    } else {
      call(path);
    }
  }

  private boolean isTorn() {
    return fault == Fault.TORN && calls == at;
  }

  private static Path real(Path path) {
    if (path instanceof FaultyPath faulty) {
      return faulty.real;
    }
    throw new ProviderMismatchException();
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      call(path);
    }
    return new FaultyChannel(path, FileChannel.open(real(path), options, attributes));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    call(folder);
    real(folder).getFileSystem().provider().createDirectory(real(folder), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    call(link);
    below().createLink(real(link), real(existing));
  }

  @Override
  public void delete(Path path) throws IOException {
    kept |= calls == at;
    freeing(path);
    below().delete(real(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    call(target);
    below().copy(real(source), real(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    call(target);
    below().move(real(source), real(target), options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    call(path);
    below().setAttribute(real(path), attribute, value, options);
  }

  private static FileSystemProvider below() {
    return java.nio.file.FileSystems.getDefault().provider();
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> files =
        below().newDirectoryStream(real(folder), p -> filter.accept(new FaultyPath(p)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> real = files.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return real.hasNext();
          }

          @Override
          public Path next() {
            return new FaultyPath(real.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        files.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return below().isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return below().isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return below().getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    below().checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    // Without owners, so that setting permissions is not one call more on some systems.
    return type == PosixFileAttributeView.class
        ? null
        : below().getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return below().readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return below().readAttributes(real(path), names, options);
  }

  /** A file, open, of which single calls fail. */
  private final class FaultyChannel extends FileChannel {
    private final Path path;
    private final FileChannel real;

    FaultyChannel(Path path, FileChannel real) {
      this.path = path;
      this.real = real;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (isTorn()) {
        real.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
      }
      call(path);
      return real.write(bytes);
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
      call(path);
      return real.write(bytes, offset, length);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      call(path);
      return real.write(bytes, position);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (size < real.size()) {
        freeing(path);
      }
      real.truncate(size);
      return this;
    }

    @Override
    public void force(boolean all) throws IOException {
      call(path);
      real.force(all);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
      return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
        throws IOException {
      call(path);
      return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
      return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }

  /** The file system that the paths belong to. */
  private final class Faulty extends FileSystem {
    private final FileSystem real = java.nio.file.FileSystems.getDefault();

    @Override
    public FileSystemProvider provider() {
      return FaultyDisk.this;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
      return new FaultyPath(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      PathMatcher matcher = real.getPathMatcher(pattern);
      return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }

  /** A path of the disk beneath, by which this disk is asked. */
  private final class FaultyPath implements Path {
    private final Path real;

    FaultyPath(Path real) {
      this.real = real;
    }

    private Path wrapped(Path path) {
      return path == null ? null : new FaultyPath(path);
    }

    private Path bare(Path path) {
      return path instanceof FaultyPath faulty ? faulty.real : path;
    }

    @Override
    public FileSystem getFileSystem() {
      return system;
    }

    @Override
    public boolean isAbsolute() {
      return real.isAbsolute();
    }

    @Override
    public Path getRoot() {
      return wrapped(real.getRoot());
    }

    @Override
    public Path getFileName() {
      return wrapped(real.getFileName());
    }

    @Override
    public Path getParent() {
      return wrapped(real.getParent());
    }

    @Override
    public int getNameCount() {
      return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
      return wrapped(real.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
      return wrapped(real.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
      return real.startsWith(bare(other));
    }

    @Override
    public boolean endsWith(Path other) {
      return real.endsWith(bare(other));
    }

    @Override
    public Path normalize() {
      return wrapped(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
      return wrapped(real.resolve(bare(other)));
    }

    @Override
    public Path relativize(Path other) {
      return wrapped(real.relativize(bare(other)));
    }

    @Override
    public URI toUri() {
      return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
      return wrapped(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
      return wrapped(real.toRealPath(options));
    }

    @Override
    public WatchKey register(
        WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
      return real.compareTo(bare(other));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FaultyPath faulty && faulty.real.equals(real);
    }

    @Override
    public int hashCode() {
      return real.hashCode();
    }

    @Override
    public String toString() {
      return real.toString();
    }
  }
}

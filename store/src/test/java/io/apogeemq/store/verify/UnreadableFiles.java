package io.apogeemq.store.verify;

import io.apogeemq.store.ForwardingFile;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk with one bad place: reads that touch it fail with the words of the system. */
final class UnreadableFiles extends ForwardingFiles {
    static final String ERROR = "Input/output error";

    private final Path bad;
    private final long from;
    private final long to;

    UnreadableFiles(Path bad, long from, long to) {
        super(new ReadOnlyFiles());
        this.bad = bad;
        this.from = from;
        this.to = to;
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        StoreFile file = super.open(path);
        return path.equals(bad) ? new Unreadable(file) : file;
    }

    @Override
    public StoreFile openToRead(Path path) throws IOException {
        return open(path);
    }

    private final class Unreadable extends ForwardingFile {
        Unreadable(StoreFile file) {
            super(file);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            if (position < to && position + target.remaining() > from) {
                throw new IOException(ERROR);
            }
            return super.read(target, position);
        }
    }
}

# Receives files on a host. Runs from memory, Python 3.6+ with the standard library alone, leaves no file of its own.
#
# Its input are frames: one letter, 8 bytes of length, the payload. Fields of a payload are separated by NUL.
#   M  target, f or d (file or folder), keep (1: what arrived stays after a break), certificate and key in PEM or empty,
#      then of each entry: f, d or l; path below the target; size; mode (octal); time of change (ns); target of a link
#   P  of each part of the stream: number of the entry, offset, length, 1 when it is for this host
#   S  where the stream comes from: "here" (as D frames), or port and addresses of a host that has it already
#   D  bytes of the stream      H  still there      C  number and SHA-256 of each entry that came      E  the end
# It says lines:
#   have N LENGTH SHA256   the entry, or as much of its beginning, is there     ready PORT ADDRESS…
#   at POSITION            of the stream                                        lost POSITION unreached|broken WHY
#   done                   everything is in its place                           error KIND WORDS
# Other hosts get the stream from here: over TLS with the same certificate on both sides, which exists for this copy
# alone. They say a position (8 bytes) and get pieces (4 bytes of length, 0: still there).
import errno, fcntl, hashlib, os, socket, stat, struct, sys, threading, time

PIECE = 256 * 1024
SILENCE = 60.0      # without a word from the sender nobody will come any more
PEER_SILENCE = 8.0
out_lock = threading.Lock()


def say(*words):
    line = " ".join(str(word).replace("\n", " ") for word in words) + "\n"
    with out_lock:
        sys.stdout.buffer.write(line.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


class Fault(Exception):
    def __init__(self, kind, words):
        Exception.__init__(self, words)
        self.kind = kind


def fault_of(e):
    if isinstance(e, Fault):
        return e
    if isinstance(e, OSError):
        where = e.filename.decode("utf-8", "replace") if isinstance(e.filename, bytes) else (e.filename or "")
        words = (e.strerror or str(e)) + (": " + str(where) if where else "")
        if e.errno in (errno.ENOSPC, errno.EDQUOT):
            return Fault("disk", words)
        if e.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return Fault("permission", words)
        return Fault("failed", words)
    return Fault("failed", "%s: %s" % (type(e).__name__, e))


class Entry:
    def __init__(self, kind, path, size, mode, mtime, link):
        self.kind, self.path, self.link = kind, path, link
        self.size, self.mode, self.mtime = int(size), int(mode, 8), int(mtime)
        name = hashlib.sha256(b"\0".join((path, size, mtime))).hexdigest()[:24]
        self.staged = name.encode()
        self.came = False


def digest(path, length=None):
    sha, left = hashlib.sha256(), length
    with open(path, "rb", buffering=0) as f:
        while left is None or left > 0:
            piece = f.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                break
            sha.update(piece)
            if left is not None:
                left -= len(piece)
    return sha.hexdigest()


class Target:
    """Where the files go, and the folder beside it where they arrive."""

    def __init__(self, fields):
        target, form, keep, self.pem = fields[:4]
        if target.startswith(b"~/"):
            target = target[2:]
        self.path = os.path.abspath(target)
        self.folder = form == b"d"
        self.keep = keep == b"1"
        rest = fields[4:]
        self.entries = [Entry(*rest[i:i + 6]) for i in range(0, len(rest), 6)]
        self.made = []
        self.lock = None
        self.staging = os.path.join(os.path.dirname(self.path), b".muster-" + os.path.basename(self.path)[:200])

    def prepare(self):
        if self.path == b"/":
            raise Fault("failed", "the root folder is no place for a copy")
        if os.path.isdir(self.path) and not self.folder:
            raise Fault("isfolder", self.path.decode("utf-8", "replace") + " is a folder there")
        if self.folder and os.path.lexists(self.path) and not os.path.isdir(self.path):
            raise Fault("failed", self.path.decode("utf-8", "replace") + " is a file there, not a folder")
        self.make(os.path.dirname(self.path))
        try:
            os.mkdir(self.staging, 0o700)
        except FileExistsError:
            pass
        self.lock = os.open(self.staging, os.O_RDONLY)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.lock)
            self.lock = None
            raise Fault("busy", "another copy to " + self.path.decode("utf-8", "replace") + " is at work there")
        wanted = set(entry.staged for entry in self.entries if entry.kind == b"f")
        for name in os.listdir(self.staging):
            if name not in wanted or not self.keep:
                self.remove(os.path.join(self.staging, name))

    def make(self, path):
        missing = []
        while not os.path.isdir(path):
            missing.append(path)
            path = os.path.dirname(path)
        for one in reversed(missing):
            try:
                os.mkdir(one)
                self.made.append(one)
            except FileExistsError:
                pass

    @staticmethod
    def remove(path):
        if os.path.isdir(path) and not os.path.islink(path):
            for name in os.listdir(path):
                Target.remove(os.path.join(path, name))
            os.rmdir(path)
        else:
            os.unlink(path)

    def final(self, entry):
        return os.path.join(self.path, entry.path) if self.folder else self.path

    def staged(self, entry):
        return os.path.join(self.staging, entry.staged)

    def have(self):
        for number, entry in enumerate(self.entries):
            if entry.kind != b"f":
                continue
            for path, whole in ((self.final(entry), True), (self.staged(entry), False)):
                try:
                    there = os.lstat(path)
                except OSError:
                    continue
                fits = there.st_size == entry.size if whole else 0 < there.st_size <= entry.size
                if stat.S_ISREG(there.st_mode) and fits:
                    try:
                        sha = digest(path)
                    except OSError:
                        continue
                    say("have", number, there.st_size, sha, "final" if whole else "part")

    def room(self, wanted):
        free = os.statvfs(self.staging)
        if wanted > free.f_bavail * free.f_frsize:
            raise Fault("disk", "%d bytes are to come, %d are free" % (wanted, free.f_bavail * free.f_frsize))

    def commit(self, hashes):
        for number, sha in hashes.items():
            entry = self.entries[number]
            path = self.staged(entry)
            if entry.size == 0 and not os.path.exists(path):
                open(path, "wb").close()
            if digest(path) != sha:
                os.unlink(path)
                raise Fault("corrupt", (entry.path or os.path.basename(self.path)).decode("utf-8", "replace"))
        fresh = self.folder and not os.path.lexists(self.path)
        root = os.path.join(self.staging, b"tree") if fresh else self.path
        folders = []
        if self.folder:
            for entry in self.entries:
                if entry.kind == b"d":
                    path = os.path.join(root, entry.path) if entry.path else root
                    if os.path.lexists(path) and not os.path.isdir(path):
                        os.unlink(path)
                    if not os.path.isdir(path):
                        os.mkdir(path, 0o700)
                        folders.append((path, entry))
        for number, entry in enumerate(self.entries):
            path = os.path.join(root, entry.path) if self.folder else self.path
            if entry.kind == b"f":
                now = self.staged(entry) if number in hashes else path
                there = os.lstat(now)
                if stat.S_IMODE(there.st_mode) != entry.mode:
                    os.chmod(now, entry.mode)
                if there.st_mtime_ns != entry.mtime:
                    os.utime(now, ns=(entry.mtime, entry.mtime))
                if number in hashes:
                    self.clear(path)
                    os.replace(now, path)
                    entry.came = True
            elif entry.kind == b"l":
                if os.path.islink(path) and os.readlink(path) == entry.link:
                    continue
                self.clear(path)
                beside = os.path.join(self.staging, entry.staged)
                os.symlink(entry.link, beside)
                os.replace(beside, path)
        for path, entry in reversed(folders):
            os.chmod(path, entry.mode)
            os.utime(path, ns=(entry.mtime, entry.mtime))
        if fresh:
            os.rename(root, self.path)
        self.made = []
        self.clean(False)

    @staticmethod
    def clear(path):
        # A file takes the place of a folder only when that is empty.
        if os.path.isdir(path) and not os.path.islink(path):
            os.rmdir(path)

    def clean(self, failed):
        if self.lock is None:
            return
        if not (failed and self.keep):
            self.remove(self.staging)
            for path in reversed(self.made):
                try:
                    os.rmdir(path)
                except OSError:
                    break
        os.close(self.lock)
        self.lock = None


class Stream:
    """The bytes that travel: parts of entries, one behind the other."""

    def __init__(self, target, fields):
        self.target, self.parts, self.size, wanted = target, [], 0, 0
        for i in range(0, len(fields) - 3, 4):
            entry, offset, length = target.entries[int(fields[i])], int(fields[i + 1]), int(fields[i + 2])
            self.parts.append((self.size, entry, offset, length, fields[i + 3] == b"1"))
            self.size += length
            wanted += length if fields[i + 3] == b"1" else 0
        target.room(wanted)
        self.position, self.part, self.file = 0, 0, None
        self.grown = threading.Condition()
        self.adding = threading.Lock()
        self.source = 0     # of several threads only the one of the last source may add

    def add(self, data, source):
        with self.adding:
            return source == self.source and self.write(memoryview(data))

    def write(self, view):
        while len(view):
            start, entry, offset, length, mine = self.parts[self.part]
            within = self.position - start
            piece = view[:length - within]
            if mine:
                if self.file is None:
                    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
                    self.file = os.open(self.target.staged(entry), flags, 0o600)
                    os.ftruncate(self.file, offset + within)
                at = offset + within
                written = 0
                while written < len(piece):
                    written += os.pwrite(self.file, piece[written:], at + written)
            with self.grown:
                self.position += len(piece)
                if self.position == start + length:
                    if self.file is not None:
                        os.close(self.file)
                        self.file = None
                    self.part += 1
                self.grown.notify_all()
            view = view[len(piece):]
        return True

    def open(self, entry):
        for path in (self.target.staged(entry), self.target.final(entry), self.target.staged(entry)):
            try:
                return open(path, "rb", buffering=0)
            except FileNotFoundError:
                pass
        raise Fault("failed", "a file is gone")

    def serve(self, connection):
        position = struct.unpack(">Q", exactly(connection, 8))[0]
        part = 0
        while position < self.size:
            while self.parts[part][0] + self.parts[part][3] <= position:
                part += 1
            start, entry, offset, length, _ = self.parts[part]
            self.wait(position, connection)
            with self.open(entry) as f:
                f.seek(offset + position - start)
                while position < start + length:
                    self.wait(position, connection)
                    piece = f.read(min(PIECE, start + length - position, self.position - position))
                    if not piece:
                        return
                    connection.sendall(struct.pack(">I", len(piece)))
                    connection.sendall(piece)
                    position += len(piece)
        connection.sendall(struct.pack(">I", 0))

    def wait(self, position, connection):
        while True:
            with self.grown:
                if self.position <= position:
                    self.grown.wait(2.0)
                if self.position > position:
                    return
            connection.sendall(struct.pack(">I", 0))


def exactly(connection, length):
    buffer = bytearray(length)
    view, got = memoryview(buffer), 0
    while got < length:
        count = connection.recv_into(view[got:])
        if count == 0:
            raise EOFError("closed")
        got += count
    return buffer


def tls(pem, server):
    import ssl
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=pem[pem.index(b"-----BEGIN CERT"):].decode("ascii"))
    # The certificate goes through memory, no file has the key: OpenSSL takes it by a name only.
    fd = os.memfd_create("muster")
    try:
        os.write(fd, pem)
        context.load_cert_chain("/proc/self/fd/%d" % fd)
    finally:
        os.close(fd)
    return context


def addresses():
    """Of this host: the one at which SSH was asked for, then whatever its name stands for."""
    found = []
    connection = os.environ.get("SSH_CONNECTION", "").split(" ")
    if len(connection) == 4:
        found.append(connection[2])
    try:
        for info in socket.getaddrinfo(socket.gethostname(), None, 0, socket.SOCK_STREAM):
            found.append(info[4][0])
    except (OSError, UnicodeError):
        pass
    return [one for i, one in enumerate(found)
            if one not in found[:i] and "%" not in one and one != "::1" and not one.startswith("127.")]


class Server:
    def __init__(self, pem):
        self.context = tls(pem, True)
        family = socket.AF_INET6 if any(":" in one for one in addresses()) and socket.has_ipv6 else socket.AF_INET
        try:
            self.socket = socket.socket(family, socket.SOCK_STREAM)
            if family == socket.AF_INET6:
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            self.socket.bind(("", 0))
        except OSError:
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self.socket.bind(("", 0))
        self.socket.listen(16)
        self.port = self.socket.getsockname()[1]
        self.stream = None
        self.ready = threading.Event()
        self.turns = threading.BoundedSemaphore(32)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            if self.turns.acquire(False):
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()
            else:
                connection.close()

    def serve(self, connection):
        try:
            connection.settimeout(30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.context.wrap_socket(connection, server_side=True) as secure:
                self.ready.wait(30)
                if self.stream is not None:
                    self.stream.serve(secure)
        except (OSError, EOFError, Fault, struct.error):
            pass    # the other side says so to the sender
        finally:
            connection.close()
            self.turns.release()


def pull(stream, source, pem, port, hosts):
    why, how = "no address", "unreached"
    try:
        connection = None
        for host in hosts:
            try:
                host = host.decode("ascii")
                connection = socket.create_connection((host, port), 3)
                break
            except OSError as e:
                why = "%s port %d: %s" % (host, port, e.strerror or e)
        if connection is None:
            raise EOFError(why)
        how = "broken"
        connection.settimeout(PEER_SILENCE)
        with tls(pem, False).wrap_socket(connection) as secure:
            secure.sendall(struct.pack(">Q", stream.position))
            while stream.position < stream.size:
                length = struct.unpack(">I", exactly(secure, 4))[0]
                if length > PIECE:
                    raise EOFError("a piece of %d bytes" % length)
                if length and not stream.add(exactly(secure, length), source):
                    return
        say("at", stream.position)
    except (EOFError, OSError, struct.error, ValueError) as e:
        if isinstance(e, OSError) and e.errno in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            main.fail(e)
        with stream.grown:
            if source == stream.source:
                say("lost", stream.position, how, str(e) or type(e).__name__)
    except Exception as e:
        main.fail(e)


class Main:
    def __init__(self):
        self.heard = time.monotonic()
        self.target = self.stream = self.server = None
        self.ending = threading.Lock()

    def fail(self, e):
        with self.ending:
            fault = fault_of(e)
            try:
                if self.target is not None:
                    # What did not fit is not worth keeping.
                    self.target.keep = self.target.keep and fault.kind != "disk"
                    self.target.clean(True)
            except OSError:
                pass
            try:
                say("error", fault.kind, fault)
            finally:
                os._exit(1)

    def leave(self, failed):
        with self.ending:
            try:
                if self.target is not None:
                    self.target.clean(failed)
            finally:
                os._exit(1 if failed else 0)

    def watch(self):
        told = -1
        while True:
            time.sleep(0.25)
            if time.monotonic() - self.heard > SILENCE:
                self.leave(True)
            stream = self.stream
            if stream is not None and stream.position != told:
                told = stream.position
                say("at", told)

    def run(self):
        threading.Thread(target=self.watch, daemon=True).start()
        inp = sys.stdin.buffer
        done = False
        while True:
            head = inp.read(9)
            if len(head) < 9:
                self.leave(not done)
            self.heard = time.monotonic()
            letter, left = head[:1], struct.unpack(">Q", head[1:])[0]
            if letter == b"D":
                while left:
                    piece = inp.read1(min(PIECE, left))
                    if not piece:
                        self.leave(True)
                    self.heard = time.monotonic()
                    left -= len(piece)
                    self.stream.add(piece, self.stream.source)
                if self.stream.position == self.stream.size:
                    say("at", self.stream.position)
                continue
            payload = inp.read(left)
            fields = payload.split(b"\0") if payload else []
            if letter == b"M":
                self.target = Target(fields)
                self.target.prepare()
                self.target.have()
                if self.target.pem:
                    try:
                        self.server = Server(self.target.pem)
                    except (ImportError, AttributeError, OSError, ValueError):
                        pass    # a Python without ssl or memfd_create: this host serves nobody
                say("ready", self.server.port if self.server else 0, *(addresses() if self.server else ()))
            elif letter == b"P":
                self.stream = Stream(self.target, fields)
                if self.server:
                    self.server.stream = self.stream
                    self.server.ready.set()
            elif letter == b"S":
                with self.stream.grown:
                    self.stream.source += 1
                    source = self.stream.source
                if fields[0] != b"here":
                    arguments = (self.stream, source, self.target.pem, int(fields[0]),
                                 sorted(set(fields[1:]), key=fields.index))
                    threading.Thread(target=pull, args=arguments, daemon=True).start()
                else:
                    say("here", self.stream.position)
            elif letter == b"C":
                self.target.commit({int(fields[i]): fields[i + 1].decode("ascii") for i in range(0, len(fields) - 1, 2)})
                done = True
                say("done")
            elif letter == b"E":
                self.leave(not done)


main = Main()
try:
    main.run()
except Exception as e:
    main.fail(e)

# Gives files of a host. Runs from memory, Python 3.6+ with the standard library alone, leaves no file.
#
# Input and output are frames: one letter, 8 bytes of length, the payload. Fields are separated by NUL.
#   in   M  path            Q  numbers of entries whose hash is wanted, with a length each (of the beginning)
#        G  numbers of entries that are wanted, with an offset each           E  the end
#   out  L  f or d, then of each entry: f, d or l; path; size; mode (octal); time of change (ns); target of a link
#        Q  number, SHA-256 …      D  bytes of an entry      F  number, size, SHA-256 of the whole entry as it was read
#        X  kind, words
import errno, hashlib, os, stat, struct, sys

PIECE = 256 * 1024
inp, out = sys.stdin.buffer, sys.stdout.buffer


def say(letter, payload):
    out.write(letter + struct.pack(">Q", len(payload)) + payload)


def fields(*words):
    return b"\0".join(word if isinstance(word, bytes) else str(word).encode("utf-8", "replace") for word in words)


def fail(e):
    kind = "failed"
    if isinstance(e, OSError):
        if e.errno in (errno.EACCES, errno.EPERM):
            kind = "permission"
        elif e.errno in (errno.ENOENT, errno.ENOTDIR):
            kind = "notfound"
    where = getattr(e, "filename", None) or b""
    where = where.decode("utf-8", "replace") if isinstance(where, bytes) else str(where)
    words = (getattr(e, "strerror", None) or str(e)) + (": " + where if where else "")
    say(b"X", fields(kind, words))
    out.flush()
    os._exit(1)


def listing(root):
    there = os.stat(root)
    if stat.S_ISREG(there.st_mode):
        return b"f", [(b"f", b"", there, b"")]
    if not stat.S_ISDIR(there.st_mode):
        raise OSError(errno.EINVAL, "is no file and no folder", root)
    found = [(b"d", b"", there, b"")]

    def folder(path):
        for name in sorted(os.listdir(os.path.join(root, path))):
            one = os.path.join(path, name) if path else name
            full = os.path.join(root, one)
            try:
                state = os.lstat(full)
            except FileNotFoundError:
                continue
            if stat.S_ISLNK(state.st_mode):
                found.append((b"l", one, state, os.readlink(full)))
            elif stat.S_ISDIR(state.st_mode):
                found.append((b"d", one, state, b""))
                folder(one)
            elif stat.S_ISREG(state.st_mode):
                found.append((b"f", one, state, b""))

    folder(b"")
    return b"d", found


def beginning(path, length):
    sha = hashlib.sha256()
    with open(path, "rb", buffering=0) as f:
        while length > 0:
            piece = f.read(min(PIECE, length))
            if not piece:
                break
            sha.update(piece)
            length -= len(piece)
    return sha.hexdigest()


def main():
    root, entries = b"", []
    while True:
        head = inp.read(9)
        if len(head) < 9 or head[:1] == b"E":
            return
        letter, payload = head[:1], inp.read(struct.unpack(">Q", head[1:])[0])
        words = payload.split(b"\0") if payload else []
        if letter == b"M":
            root = words[0][2:] if words[0].startswith(b"~/") else words[0]
            root = os.path.abspath(root)
            form, entries = listing(root)
            told = [form]
            for kind, path, state, link in entries:
                told += [kind, path, state.st_size if kind == b"f" else 0, oct(stat.S_IMODE(state.st_mode))[2:],
                         state.st_mtime_ns, link]
            say(b"L", fields(*told))
        elif letter == b"Q":
            told = []
            for i in range(0, len(words) - 1, 2):
                number = int(words[i])
                told += [number, beginning(os.path.join(root, entries[number][1]) if entries[number][1] else root,
                                           int(words[i + 1]))]
            say(b"Q", fields(*told))
        elif letter == b"G":
            for i in range(0, len(words) - 1, 2):
                number, offset, position, sha = int(words[i]), int(words[i + 1]), 0, hashlib.sha256()
                path = os.path.join(root, entries[number][1]) if entries[number][1] else root
                with open(path, "rb", buffering=0) as f:
                    while True:
                        piece = f.read(PIECE)
                        if not piece:
                            break
                        sha.update(piece)
                        if position + len(piece) > offset:
                            say(b"D", piece[max(0, offset - position):])
                        position += len(piece)
                say(b"F", fields(number, position, sha.hexdigest()))
        out.flush()


try:
    main()
except BrokenPipeError:
    pass
except Exception as e:
    fail(e)

#!/usr/bin/env python3
"""Writes wheels/musterdemo_stats-1.0.0-py3-none-any.whl from package/, with the standard library only.

A wheel is a zip archive: the modules, and a .dist-info folder whose RECORD lists every file with its
hash (https://packaging.python.org/en/latest/specifications/binary-distribution-format/). The same bytes
at every call: names in order, one fixed time, nothing compressed.

    build_wheel.py [FOLDER]        FOLDER is wheels/ beside this script when absent
"""

import hashlib
import sys
import zipfile
from base64 import urlsafe_b64encode
from pathlib import Path

NAME, VERSION = "musterdemo_stats", "1.0.0"
INFO = f"{NAME}-{VERSION}.dist-info"
WHEEL = "Wheel-Version: 1.0\nGenerator: build_wheel.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def contents(package):
    """Name in the archive → bytes, in the order they are written."""
    files = {
        source.relative_to(package).as_posix(): source.read_bytes()
        for source in sorted((package / NAME).rglob("*.py"))
    }
    files[f"{INFO}/METADATA"] = (package / "METADATA").read_bytes()
    files[f"{INFO}/WHEEL"] = WHEEL.encode()
    files[f"{INFO}/RECORD"] = record(files).encode()
    return files


def record(files):
    lines = [f"{name},sha256={digest(data)},{len(data)}\n" for name, data in files.items()]
    return "".join(lines) + f"{INFO}/RECORD,,\n"


def digest(data):
    return urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main(target):
    target.mkdir(parents=True, exist_ok=True)
    wheel = target / f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:
        for name, data in contents(Path(__file__).resolve().parent / "package").items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, so that the mode counts, on every system
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    print(wheel)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit("usage: build_wheel.py [FOLDER]")
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else Path(__file__).resolve().parent / "wheels")

#!/usr/bin/env python3
"""Makes a copy of this project that reads local files: make_local.py FOLDER

Writes FOLDER/data (the measurements) and FOLDER/project, whose config.yaml has FOLDER/data as its
data_bucket. In this form a local data_bucket is an absolute folder, so no repository can hold it.
"""

import re
import shutil
import sys
from pathlib import Path

import make_data

PROJECT_FILES = ["Dockerfile", "config.yaml", "entrypoint.py", "requirements.txt", "s3.py"]


def main(folder):
    folder = Path(folder).resolve()
    here = Path(__file__).resolve().parent
    make_data.write_all(folder / "data")
    (folder / "project").mkdir(exist_ok=True)
    for name in PROJECT_FILES:
        shutil.copyfile(here / name, folder / "project" / name)
    config = folder / "project" / "config.yaml"
    line = f'data_bucket: "{folder / "data"}"'
    text = re.sub(r"(?m)^data_bucket:.*$", lambda _: line, config.read_text(encoding="utf-8"))
    config.write_text(text, encoding="utf-8")
    print(folder / "project")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_local.py FOLDER")
    main(sys.argv[1])

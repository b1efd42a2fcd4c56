#!/bin/sh
# Looks whether a package can be installed on a host: $1 its folder, $2 KiB that it needs, $3 the Python and $4 the machine
# that it is for, $5 the interpreter that is named; changes nothing. Says "whole" when it is there already, else "lacking".
set -eu
if [ -f "$1/.whole" ] && (cd "$1" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1; then
  echo whole
  exit 0
fi
for tool in sha256sum readlink mv; do
  command -v "$tool" >/dev/null 2>&1 || {
    echo "this host has no $tool: apt-get install coreutils" >&2
    exit 69
  }
done
if [ -n "$4" ] && [ "$4" != "$(uname -m)" ]; then
  echo "the package was built for $4, this host is $(uname -m): build it with --platform for this host" >&2
  exit 65
fi
if [ -n "$3" ]; then
  found=
  for each in ${5:+"$5"} ${5:-"python$3" python3 "/usr/bin/python$3" "/usr/local/bin/python$3" /usr/bin/python3}; do
    if command -v "$each" >/dev/null 2>&1 && "$each" -I -c '
import sys
want = sys.argv[1]
sys.exit(0 if want == "%d.%d" % sys.version_info[:2] or (want == "3" and sys.version_info >= (3, 8)) else 1)
' "$3" 2>/dev/null; then
      found=$each
      break
    fi
  done
  if [ -z "$found" ]; then
    has=$(python3 -c 'import platform; print("python3 is " + platform.python_version())' 2>/dev/null || echo 'there is no python3')
    echo "the package needs Python $3, on this host $has: install it there, name it by --python, or build the package for it" >&2
    exit 65
  fi
  "$found" -I -c 'import ensurepip, venv' 2>/dev/null || {
    echo "$found can make no environment: apt-get install python$3-venv" >&2
    exit 69
  }
fi
folder=$1
while [ ! -d "$folder" ]; do
  folder=$(dirname -- "$folder")
done
free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
if [ "${free:-0}" -lt "$2" ]; then
  echo "$folder has $free KiB free, the package needs $2: make room there" >&2
  exit 75
fi
echo lacking

#!/bin/sh
# Starts what this package is for, with its Python, its Java and Spark's settings for it, in its folder code/.
# Usage: launch.sh [ARG…]              its entry
#        launch.sh -e code/FILE [ARG…]  another file of it: .py, .sh, .jar or a program
set -eu
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
case $self in */*) root=${self%/*}/.. ;; *) root=.. ;; esac
root=$(CDPATH='' cd -- "$root" && pwd -P)
if [ "${1-}" = -e ]; then
  entry=${2:?launch.sh -e FILE}
  shift 2
else
  entry=$(sed -n '1s/.*"entry":"\([^"]*\)".*/\1/p' "$root/manifest.json")
fi
if [ -z "$entry" ] || [ ! -f "$root/$entry" ]; then
  printf 'launch: this package has no %s\n' "${entry:-entry}" >&2
  printf '  try: launch.sh -e code/FILE, or build it with --entry FILE\n' >&2
  exit 64
fi
if [ ! -f "$root/.whole" ]; then
  printf 'launch: %s is not installed\n  try: sh %s/bin/install.sh --link\n' "$root" "$root" >&2
  exit 78
fi
programs=$root/bin
if [ -f "$root/venv/.whole" ]; then
  programs=$programs:$root/venv/bin
  export PYSPARK_PYTHON="$root/venv/bin/python3" PYSPARK_DRIVER_PYTHON="$root/venv/bin/python3"
fi
if [ -x "$root/java/bin/java" ]; then
  programs=$programs:$root/java/bin
  export JAVA_HOME="$root/java"
fi
PATH=$programs:$PATH
export PATH MUSTER_PACKAGE="$root"
cd "$root/code"
case $entry in
  *.py) exec python3 "$root/$entry" "$@" ;;
  *.sh) exec sh "$root/$entry" "$@" ;;
  *.jar) exec "$root/bin/spark-submit" "$root/$entry" "$@" ;;
  *) exec "$root/$entry" "$@" ;;
esac

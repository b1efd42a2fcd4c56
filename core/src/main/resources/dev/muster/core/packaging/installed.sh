#!/bin/sh
# Says which release of a package a host has: $1 the package's folder, $2 the release, or nothing for the current one.
# Prints its name and, where it has one, the Python of its environment; nothing when it is not installed whole.
set -eu
release=${2:-$(readlink "$1/current" 2>/dev/null || :)}
if [ -z "$release" ] || [ ! -f "$1/$release/.whole" ]; then
  exit 0
fi
cd "$1/$release"
printf '%s\n' "$release"
if [ -f venv/.whole ]; then
  printf '%s\n' "$(pwd -P)/venv/bin/python3"
fi

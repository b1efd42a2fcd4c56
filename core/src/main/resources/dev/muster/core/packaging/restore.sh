#!/bin/sh
# Makes another release of a package current: $1 its folder, $2 the release, or nothing for the one before.
set -eu
folder=$1
now=$(readlink "$folder/current" || :)
wanted=${2:-$(readlink "$folder/previous" || :)}
if [ -z "$wanted" ] || [ "$wanted" = "$now" ]; then
  if [ -n "${2-}" ]; then exit 0; fi
  echo "there is no release before ${now:-the first}" >&2
  exit 66
fi
if [ ! -f "$folder/$wanted/.whole" ]; then
  echo "release $wanted is not installed whole" >&2
  exit 66
fi
# A name of its own for each process: one whose connection broke may still be at work here.
point() {
  ln -sfn "$2" "$folder/.$1.$$"
  mv -fT "$folder/.$1.$$" "$folder/$1"
}
if [ -n "$now" ]; then point previous "$now"; fi
point current "$wanted"
printf '%s\n' "$wanted"

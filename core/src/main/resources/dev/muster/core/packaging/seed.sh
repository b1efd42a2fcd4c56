#!/bin/sh
# Makes the folder of a release, $1, and gives it the files that the current one has alike, as other names of the same
# bytes. Reads the SHA256SUMS of the new one. A release costs the network and the disk what is new in it.
set -eu
umask 022
new=$1
current=${new%/*}/current
mkdir -p "$new"
new=$(CDPATH='' cd -- "$new" && pwd -P)
if [ -f "$current/.whole" ] && cd "$current" 2>/dev/null && [ "$(pwd -P)" != "$new" ]; then
  awk 'NR == FNR { there[$0]; next } $0 in there { print substr($0, 67) }' SHA256SUMS - |
    xargs -r -d '\n' cp -l -n -p --parents -t "$new" -- 2>/dev/null || :
fi
cat >/dev/null

# Notes, before it is copied, that a path is the cluster's: $1 name, $2 path. What was there before
# stays the host's own and is not noted.
set -eu
folder=$HOME/.muster/clusters/$1
cd "$HOME"
if [ -e "$2" ] || [ -L "$2" ]; then
  exit 0
fi
touch "$folder/mounts"
grep -Fqx -- "$2" "$folder/mounts" || printf '%s\n' "$2" >>"$folder/mounts"

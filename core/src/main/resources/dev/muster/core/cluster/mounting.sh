# Notes, before it is copied, that a path is the cluster's: $1 name, $2 path. What was there before
# stays the host's own and is not noted. Folders above that are missing are noted apart, the deepest
# first: they go only when nobody has put anything else there.
set -eu
folder=$HOME/.muster/clusters/$1
cd "$HOME"
if [ -e "$2" ] || [ -L "$2" ]; then
  exit 0
fi
note() {
  touch "$1"
  grep -Fqx -- "$2" "$1" || printf '%s\n' "$2" >>"$1"
}
note "$folder/mounts" "$2"
above=$(dirname -- "$2")
while [ ! -e "$above" ] && [ "$above" != . ] && [ "$above" != / ]; do
  note "$folder/mount-folders" "$above"
  above=$(dirname -- "$above")
done

# Stops all programs of the service's folder $1, gives the crontab back as it was, removes the folder.
# $2: mark in the crontab; then the programs, in the order in which they are stopped.
set -u
base=$HOME/$1
mark=$2
shift 2
[ -d "$base" ] || exit 0
code=0
for part; do
  if [ -r "$base/$part/id" ]; then
    sh "$base/supervise.sh" stop "$base/$part" || code=1
  fi
done
[ ! -r "$base/boot.sh" ] || sh "$base/boot.sh" remove "$mark" "$base" >/dev/null || code=1
[ $code -ne 0 ] || rm -rf "$base" || code=1
# Folders above that are empty now are ours.
rmdir "${base%/*}" 2>/dev/null
exit $code

#!/bin/sh
# Has a host start a service at its boot, through cron's @reboot, and takes that back.
#
#   boot.sh add MARK FOLDER SUPERVISED…   FOLDER holds supervise.sh and notes; SUPERVISED are its folders
#   boot.sh remove MARK FOLDER            leaves the crontab as it was found
#
# Prints "cron", or "none" where there is no cron: then nothing starts it at a boot.
set -u
mark=$2
folder=$3

if ! command -v crontab >/dev/null 2>&1; then
  echo none
  exit 0
fi
old=$(mktemp) && new=$(mktemp) || exit 1
trap 'rm -f "$old" "$new"' EXIT
had=yes
crontab -l >"$old" 2>/dev/null || had=no
# Lines of ours only: then there was none before us.
[ ! -s "$old" ] || grep -qvF '# muster ' "$old" || had=no
grep -vF "# muster $mark" "$old" >"$new"

quoted() {
  printf "'"
  # A percent sign has a meaning of its own in a crontab.
  printf %s "$1" | sed "s/'/'\\\\''/g; s/%/\\\\%/g"
  printf "'"
}

case $1 in
  add)
    [ -e "$folder/crontab.found" ] || echo "$had" >"$folder/crontab.found"
    shift 3
    for supervised; do
      {
        printf '@reboot sh '
        quoted "$folder/supervise.sh"
        printf ' start '
        quoted "$supervised"
        printf ' # muster %s\n' "$mark"
      } >>"$new"
    done
    crontab "$new" || exit 1
    ;;
  remove)
    found=yes
    { read -r found <"$folder/crontab.found"; } 2>/dev/null || :
    if cmp -s "$old" "$new"; then
      :
    elif [ ! -s "$new" ] && [ "$found" = no ]; then
      crontab -r || exit 1
    else
      crontab "$new" || exit 1
    fi
    # Lines of other programs of this folder may be there still.
    grep -qF "$(quoted "$folder/supervise.sh")" "$new" || rm -f "$folder/crontab.found"
    ;;
esac
echo cron

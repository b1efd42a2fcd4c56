# Takes away what is left of a cluster on a host, behind shells.sh and before release.sh: $1 its name, or "-" when only what
# carries its mark is left; $2 its id, or "-" when no folder says it. Supervisors go first: they start anew what ends.
set -eu
if [ "$1" != - ]; then
  for pid in $(shells_of "$1"); do
    kill -KILL "$pid" 2>/dev/null || :
  done
fi
if [ "$2" != - ]; then
  marked() {
    grep -lasF "MUSTER_SERVICE=$2-" /proc/[0-9]*/environ | cut -d / -f 3
  }
  tenths=0
  while left=$(marked "$@") && [ -n "$left" ]; do
    if [ "$tenths" -ge 100 ]; then
      echo "$(echo "$left" | wc -l) processes of cluster $2 do not end" >&2
      exit 1
    fi
    signal=KILL
    [ "$tenths" -ge 30 ] || signal=TERM
    for pid in $left; do
      kill "-$signal" "$pid" 2>/dev/null || :
    done
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths + 1))
  done
  if command -v crontab >/dev/null 2>&1 && crontab -l 2>/dev/null | grep -qF "# muster $2-"; then
    new=$(mktemp)
    trap 'rm -f "$new"' EXIT
    crontab -l | grep -vF "# muster $2-" >"$new" || :
    if [ -s "$new" ]; then
      crontab "$new"
    else
      crontab -r
    fi
  fi
  # As boot.sh of services/hosts removes them.
  units=$HOME/.config/systemd/user
  for unit in "$units/muster-$2"-*.service; do
    [ -e "$unit" ] || continue
    rm -f "$units/default.target.wants/${unit##*/}" "$unit"
  done
  if [ -e "$units/muster.linger" ] && ! ls "$units"/muster-*.service >/dev/null 2>&1; then
    if [ "$(loginctl show-user -p Linger --value "$(id -un)" 2>/dev/null)" = yes ]; then
      loginctl disable-linger
    fi
    rm -f "$units/muster.linger"
    rmdir -p "$units/default.target.wants" 2>/dev/null || :
  fi
fi

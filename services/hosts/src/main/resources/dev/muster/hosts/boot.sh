#!/bin/sh
# Has a host start a service at its boot, and takes that back: by cron's @reboot or, where there is no cron, by a unit of the
# user's own systemd, which runs from the boot on when the user lingers (loginctl(1)).
#
#   boot.sh add MARK FOLDER SUPERVISED…   FOLDER holds supervise.sh and notes; SUPERVISED are its folders
#   boot.sh remove MARK FOLDER            leaves the crontab, units and lingering as they were found
#
# add prints "cron", "systemd", or "none" when there is neither: then nothing starts it at a boot.
set -u
action=$1
mark=$2
folder=$3
shift 3

# By cron: a line that ends with the mark.
quoted() {
  printf "'"
  # A percent sign has a meaning of its own in a crontab.
  printf %s "$1" | sed "s/'/'\\\\''/g; s/%/\\\\%/g"
  printf "'"
}

with_cron() {
  old=$(mktemp) && new=$(mktemp) || exit 1
  trap 'rm -f "$old" "$new"' EXIT
  had=yes
  crontab -l >"$old" 2>/dev/null || had=no
  # Lines of ours only: then there was none before us.
  [ ! -s "$old" ] || grep -qvF '# muster ' "$old" || had=no
  grep -vF "# muster $mark" "$old" >"$new"
  if [ "$action" = add ]; then
    [ -e "$folder/crontab.found" ] || echo "$had" >"$folder/crontab.found"
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
    return
  fi
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
}

# By systemd: muster-MARK.service, and a note beside the units when the user did not linger before the first of them.
units=$HOME/.config/systemd/user
wants=$units/default.target.wants
note=$units/muster.linger

word() {
  printf '"'
  # systemd.service(5), "Command lines", and systemd.unit(5), "Specifiers"
  printf %s "$1" | sed 's/\\/\\\\/g; s/"/\\"/g; s/%/%%/g; s/\$/$$/g'
  printf '"'
}

manager() {
  XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl --user "$@" >/dev/null 2>&1 || :
}

lingers() {
  [ "$(loginctl show-user -p Linger --value "$(id -un)" 2>/dev/null)" = yes ]
}

# Lingering is noted before it is turned on: who finds only the note turns it off again.
add_unit() {
  mkdir -p "$wants" || exit 1
  if ! lingers; then
    : >"$note" || exit 1
    loginctl enable-linger 2>/dev/null || {
      give_back
      return 1
    }
  fi
  {
    printf '[Unit]\nDescription=Muster %s\n[Service]\nType=oneshot\nRemainAfterExit=yes\n' "$mark"
    for supervised; do
      printf 'ExecStart=/bin/sh '
      word "$folder/supervise.sh"
      printf ' start '
      word "$supervised"
      printf '\n'
    done
  } >"$units/muster-$mark.service" || exit 1
  ln -sf "../muster-$mark.service" "$wants/" || exit 1
}

remove_units() {
  [ -d "$wants" ] || return 0
  for unit in "$units/muster-$mark.service" "$units/muster-$mark"-*.service; do
    [ -e "$unit" ] || continue
    manager stop "${unit##*/}"
    rm -f "$wants/${unit##*/}" "$unit" || exit 1
    manager daemon-reload
  done
  give_back
}

# Lingering and folders, unless another unit of ours needs them.
give_back() {
  for unit in "$units"/muster-*.service; do
    [ ! -e "$unit" ] || return 0
  done
  if [ -e "$note" ]; then
    ! lingers || loginctl disable-linger || exit 1
    rm -f "$note"
  fi
  rmdir -p "$wants" 2>/dev/null || :
}

cron=no
if command -v crontab >/dev/null 2>&1; then
  cron=yes
fi
if [ "$action" = remove ]; then
  # Both: the host may have got a cron since, or lost it.
  [ $cron = no ] || with_cron
  remove_units
elif [ $cron = yes ]; then
  with_cron "$@"
  echo cron
elif command -v loginctl >/dev/null 2>&1 && add_unit "$@"; then
  echo systemd
else
  echo none
fi

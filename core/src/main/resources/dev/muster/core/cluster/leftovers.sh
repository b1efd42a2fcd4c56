# Says what of Muster's clusters is on a host, for this user; changes nothing. Lines of fields with tabs between them:
#   folder ID NAME RECORD       a cluster's folder; RECORD is its cluster.json
#   process ID NAME PID         what carries a cluster's mark, or a supervisor that was started from its folder
#   boot ID - MARK              a line of the crontab, or a unit of the user's systemd
#   secret - - PATH             a folder in memory that belongs to no run that is here
# and "end". Fields that are not known are "-".
set -u
clusters=$HOME/.muster/clusters
tab=$(printf '\t')
for folder in "$clusters"/*; do
  [ -d "$folder" ] || continue
  id=$(cat "$folder/id" 2>/dev/null) || id=-
  record=$(tr '\n\t' '  ' <"$folder/cluster.json" 2>/dev/null) || record=-
  printf 'folder\t%s\t%s\t%s\n' "${id:--}" "${folder##*/}" "${record:--}"
done
for file in $(grep -lasF MUSTER_SERVICE= /proc/[0-9]*/environ); do
  pid=${file#/proc/}
  pid=${pid%/environ}
  # Of what inherited two marks the last one counts: it is the nearest.
  mark=$({ tr '\0' '\n' <"$file"; } 2>/dev/null | sed -n 's/^MUSTER_SERVICE=//p' | tail -n 1)
  [ -z "$mark" ] || printf 'process\t%s\t-\t%s\n' "${mark%%-*}" "$pid"
done
for file in $(grep -lasF "$clusters/" /proc/[0-9]*/cmdline); do
  pid=${file#/proc/}
  pid=${pid%/cmdline}
  # A shell one of whose words is a path below a cluster's folder: whoever else has such a word only looks at it.
  name=$({ tr '\0' '\n' <"$file"; } 2>/dev/null | {
    read -r program || exit 0
    [ "${program##*/}" = sh ] || exit 0
    while IFS= read -r word; do
      case $word in
        "$clusters"/*/*)
          word=${word#"$clusters"/}
          printf '%s\n' "${word%%/*}"
          break
          ;;
      esac
    done
  })
  if [ -n "$name" ] && [ "$pid" != $$ ]; then
    id=$(cat "$clusters/$name/id" 2>/dev/null) || id=-
    printf 'process\t%s\t%s\t%s\n' "${id:--}" "$name" "$pid"
  fi
done
if command -v crontab >/dev/null 2>&1; then
  crontab -l 2>/dev/null | sed -n 's/.*# muster \([^ ]*\)$/\1/p' | while IFS= read -r mark; do
    printf 'boot\t%s\t-\t%s\n' "${mark%%-*}" "$mark"
  done
fi
for unit in "$HOME"/.config/systemd/user/muster-*.service; do
  [ -e "$unit" ] || continue
  mark=${unit##*/muster-}
  printf 'boot\t%s\t-\t%s\n' "${mark%%-*}" "${mark%.service}"
done
# A run notes its folder a moment after it has made it: a young one may be of one that begins.
for place in /dev/shm "${XDG_RUNTIME_DIR:-}"; do
  [ -n "$place" ] && [ -d "$place" ] || continue
  find "$place" -maxdepth 1 -type d -name 'muster-????????' -user "$(id -un)" -mmin +10 2>/dev/null |
    while IFS= read -r path; do
      grep -qsxF -- "$path" "$clusters"/*/runs/*/secrets || printf 'secret\t-\t-\t%s\n' "$path"
    done
done
echo end

# Removes the folder of a cluster and what was mounted for it, behind shells.sh: $1 name, $2 id. Says what it left.
set -eu
end_tree() {
  kill -STOP "$1" 2>/dev/null || return 0
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    end_tree "$child"
  done
  kill -KILL "$1" 2>/dev/null || :
}
folder=$HOME/.muster/clusters/$1
if [ -d "$folder" ]; then
  holder=$(cat "$folder/id" 2>/dev/null || :)
  if [ -n "$holder" ] && [ "$holder" != "$2" ]; then
    echo "$folder belongs to another cluster of that name and was left: $holder" >&2
    exit 0
  fi
  # Drivers of jobs and runs and who watches them, each the first of its session; a number that is another's by now is not
  # theirs: it began at another tick, or in another boot.
  boot=$(cat /proc/sys/kernel/random/boot_id)
  for job in "$folder"/jobs/*/running; do
    # A supervisor begins no job again that is to go.
    [ ! -d "$job" ] || : >"${job%/running}/cancelled"
  done
  for file in "$folder"/jobs/*/running/pid "$folder"/runs/*/pid "$folder"/runs/*/watch; do
    if [ -f "$file" ] && read -r pid ticks booted attempt <"$file"; then
      now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
      if [ "$booted" = "$boot" ] && [ "$now" = "$ticks" ]; then
        kill -KILL -"$pid" 2>/dev/null || :
      fi
    fi
  done
  # What a command whose connection broke has left at work: setup lines, an installation.
  for pid in $(shells_of "$1"); do
    end_tree "$pid"
  done
  # Secrets of runs, which are in memory.
  for file in "$folder"/runs/*/secrets; do
    if [ -f "$file" ] && read -r secrets <"$file"; then
      case $secrets in */muster-????????) rm -rf -- "$secrets" ;; esac
    fi
  done
  if [ -f "$folder/mounts" ]; then
    cd "$HOME"
    while IFS= read -r mounted; do
      rm -rf -- "$mounted"
    done <"$folder/mounts"
  fi
  if [ -f "$folder/mount-folders" ]; then
    cd "$HOME"
    while IFS= read -r above; do
      rmdir -- "$above" 2>/dev/null || :
    done <"$folder/mount-folders"
  fi
  rm -rf -- "$folder"
fi
rmdir "$HOME/.muster/clusters" "$HOME/.muster" 2>/dev/null || :

# Runs a job to its end: $1 its folder. Who makes the folder "running" runs an attempt; any other leaves. An attempt
# that a signal ended for which nobody asked is followed by another one, as often as "retries" says; what was of it is
# in attempts/NUMBER then. Its log goes on, its working folder stays.
set -u
umask 077
job=$1
retries=$(cat "$job/retries")
limit=$(cat "$job/limit")
boot=$(cat /proc/sys/kernel/random/boot_id)

# Before an attempt that is not the first: 1, 2, 4, … 60 seconds.
rest() {
  seconds=1
  turn=2
  while [ "$turn" -lt "$1" ] && [ "$seconds" -lt 60 ]; do
    seconds=$((seconds * 2))
    turn=$((turn + 1))
  done
  [ "$seconds" -le 60 ] || seconds=60
  why=$(cat "$job/attempts/$(($1 - 1))/why" 2>/dev/null) || why="the one before was lost with its host"
  echo "muster: attempt $1 of $((retries + 1)) begins in $seconds s: $why" >>"$job/log"
  while [ "$seconds" -gt 0 ] && [ -d "$job" ] && [ ! -e "$job/cancelled" ]; do
    sleep 1
    seconds=$((seconds - 1))
  done
}

# Relative to the folder of this attempt, wherever that is by now.
finish() {
  if [ "$1" -ne 0 ] && [ -e "$job/cancelled" ] && [ ! -e stopped ]; then
    echo cancelled >stopped
  fi
  rm -f "$job/environment"
  printf '%s\n' "$1" >exit.new
  mv exit.new exit
  exit 0
}

while mkdir "$job/running" 2>/dev/null; do
  cd "$job/running" || exit 70
  echo "$$ $(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 20) $boot" >supervisor.new
  mv supervisor.new supervisor
  number=$(($(ls "$job/attempts" | wc -l) + 1))
  if [ "$number" -gt 1 ]; then
    rest "$number"
    [ ! -e "$job/cancelled" ] || finish 143
  fi
  setsid sh -c '
    cd "$1/work" || exit 70
    set -a
    . "$1/environment"
    set +a
    [ "$2" -le "$3" ] || rm -f "$1/environment"
    ticks=$(sed "s/.*) //" "/proc/$$/stat" | cut -d " " -f 20)
    printf "%s %s %s %s\n" "$$" "$ticks" "$4" "$2" >"$1/running/pid.new"
    mv "$1/running/pid.new" "$1/running/pid"
    eval "exec $(cat "$1/command")"
  ' sh "$job" "$number" "$retries" "$boot" >>"$job/log" 2>&1 </dev/null &
  child=$!
  dog=
  if [ "$limit" -gt 0 ]; then
    setsid sh -c '
      sleep "$2"
      echo timeout >"$1/running/stopped"
      kill -TERM -"$3" 2>/dev/null
      sleep 10
      kill -KILL -"$3" 2>/dev/null
    ' sh "$job" "$limit" "$child" >/dev/null 2>&1 </dev/null &
    dog=$!
  fi
  wait "$child"
  code=$?
  [ -z "$dog" ] || kill -KILL -"$dog" 2>/dev/null
  # What the command left in its group goes with it.
  kill -KILL -"$child" 2>/dev/null
  # As a shell says it of HUP, KILL and TERM; a Java that is ended by TERM says the same.
  case $code in
    129 | 137 | 143) ;;
    *) finish "$code" ;;
  esac
  if [ "$number" -gt "$retries" ] || [ -e stopped ] || [ -e "$job/cancelled" ]; then
    finish "$code"
  fi
  echo "the one before was ended by signal $((code - 128))" >why
  mv -T "$job/running" "$job/attempts/$number" 2>/dev/null
done

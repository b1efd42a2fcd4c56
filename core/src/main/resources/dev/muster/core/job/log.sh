# Prints a log exactly once: $1 the job's folder below the home, $2 from which byte, $3 "follow" to
# go on until the job has ended.
job=$HOME/$1
run=$job/running
at=$2
[ -f "$job/log" ] || { echo "there is no log in $job" >&2; exit 66; }
while :; do
  over=
  if [ "$3" != follow ] || [ -f "$run/exit" ]; then
    over=1
  elif [ -f "$run/supervisor" ] && ! alive "$run/supervisor" && ! alive "$run/pid"; then
    over=1
  fi
  size=$(wc -c <"$job/log")
  if [ "$size" -gt "$at" ]; then
    tail -c "+$((at + 1))" "$job/log" | head -c "$((size - at))"
    at=$size
  elif [ -n "$over" ]; then
    exit 0
  fi
  [ -n "$over" ] || sleep 0.3
done

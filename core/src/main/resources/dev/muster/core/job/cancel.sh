# Ends a job: $1 its folder below the home, $2 seconds of grace. One that has not begun never will, nor is one begun again.
job=$HOME/$1
run=$job/running
[ -d "$job" ] || exit 0
[ -f "$run/exit" ] && exit 0
: >"$job/cancelled"
if mkdir "$run" 2>/dev/null; then
  rm -f "$job/environment"
  echo cancelled >"$run/stopped"
  echo 143 >"$run/exit"
  exit 0
fi
turns=0
while [ ! -f "$run/pid" ] && [ ! -f "$run/exit" ] && [ "$turns" -lt 50 ]; do
  turns=$((turns + 1))
  sleep 0.1
done
if alive "$run/pid"; then
  echo cancelled >"$run/stopped"
  kill -TERM -"$pid" 2>/dev/null
  turns=0
  while [ ! -f "$run/exit" ] && [ "$turns" -lt $(($2 * 10)) ]; do
    turns=$((turns + 1))
    sleep 0.1
  done
  [ -f "$run/exit" ] || kill -KILL -"$pid" 2>/dev/null
fi
exit 0

# Ends a job: $1 its folder below the home, $2 seconds of grace. One that has not begun never will.
job=$HOME/$1
run=$job/running
[ -d "$job" ] || exit 0
[ -f "$run/exit" ] && exit 0
if mkdir "$run" 2>/dev/null; then
  echo cancelled >"$run/stopped"
  echo 143 >"$run/exit"
  exit 0
fi
turns=0
while [ ! -f "$run/pid" ] && [ ! -f "$run/exit" ] && [ "$turns" -lt 50 ]; do
  turns=$((turns + 1))
  sleep 0.1
done
[ -f "$run/pid" ] || exit 0
read -r pid ticks booted <"$run/pid"
now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
if [ "$booted" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ "$now" = "$ticks" ]; then
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

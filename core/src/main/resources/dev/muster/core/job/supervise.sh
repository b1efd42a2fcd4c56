# Runs a job to its end: $1 its folder. Who makes the folder "running" runs it; any other leaves.
set -u
umask 077
job=$1
mkdir "$job/running" 2>/dev/null || exit 0
cd "$job/work" || exit 70
setsid sh -c '
  set -a
  . "$1/environment"
  set +a
  rm -f "$1/environment"
  ticks=$(sed "s/.*) //" "/proc/$$/stat" | cut -d " " -f 20)
  printf "%s %s %s\n" "$$" "$ticks" "$(cat /proc/sys/kernel/random/boot_id)" >"$1/running/pid.new"
  mv "$1/running/pid.new" "$1/running/pid"
  eval "exec $(cat "$1/command")"
' sh "$job" >>"$job/log" 2>&1 </dev/null &
child=$!
limit=$(cat "$job/limit")
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
printf '%s\n' "$code" >"$job/running/exit.new"
mv "$job/running/exit.new" "$job/running/exit"

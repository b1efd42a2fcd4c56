# Starts the supervisor of a job that was handed over and has not begun: $1 its folder below the home.
job=$HOME/$1
if [ -f "$job/supervise.sh" ] && [ ! -d "$job/running" ]; then
  setsid sh "$job/supervise.sh" "$job" >/dev/null 2>&1 </dev/null &
fi
exit 0

# Starts the supervisor of a job that has none: $1 its folder below the home, $2 the attempt that was lost with its
# host, or nothing when none has begun. Done twice for one attempt it does nothing: what was of it is aside already.
job=$HOME/$1
if [ -n "$2" ]; then
  # A folder that has a file is not replaced. (A ":" whose output cannot be opened would end this shell.)
  { true >"$job/running/lost"; } 2>/dev/null
  mv -T "$job/running" "$job/attempts/$2" 2>/dev/null || exit 0
fi
if [ -f "$job/supervise.sh" ] && [ ! -d "$job/running" ]; then
  setsid sh "$job/supervise.sh" "$job" >/dev/null 2>&1 </dev/null &
fi
exit 0

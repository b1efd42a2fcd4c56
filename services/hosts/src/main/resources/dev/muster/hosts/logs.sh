# Prints the ends of the logs of the service's folder $1, each line as "PROGRAM<tab>LINE": $2 lines of
# each log, then with "follow" as $3 what is added, until the input ends.
# Then the programs.
base=$HOME/$1
show() {
  [ -r "$2" ] || return 0
  if [ "$follow" = follow ]; then
    tail -n "$lines" -F "$2" 2>/dev/null
  else
    tail -n "$lines" "$2"
  fi | while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\t%s\n' "$1" "$line" || exit 0
  done
}
lines=$2
follow=$3
shift 3
for part; do
  if [ "$follow" = follow ]; then
    show "$part" "$base/logs/$part.log" &
    show "$part-supervisor" "$base/$part/log" &
  else
    show "$part" "$base/logs/$part.log"
    show "$part-supervisor" "$base/$part/log"
  fi
done
[ "$follow" = follow ] || exit 0
# The input ends when nobody listens any more; what was started here goes then.
cat >/dev/null
trap '' TERM
kill -TERM 0
exit 0

# Ends all processes that carry the mark of run $1 in their environment; done when none is left.
turns=0
while [ "$turns" -lt 100 ]; do
  found=$(grep -lasF "MUSTER_RUN=$1" /proc/[0-9]*/environ) # fails also when some cannot be read
  [ -n "$found" ] || exit 0
  for file in $found; do
    pid=${file#/proc/}
    kill -KILL "${pid%/environ}" 2>/dev/null
  done
  turns=$((turns + 1))
  sleep 0.05
done
echo "processes of run $1 do not end" >&2
exit 1

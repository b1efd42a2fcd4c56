# Gives the worker of the service's folder $1 no new work and waits $2 seconds at most for what runs
# there. Spark's worker does so at a signal, when its configuration says that it listens to it.
base=$HOME/$1
grep -qx 'spark.decommission.enabled=true' "$base/conf/spark-defaults.conf" 2>/dev/null || exit 0
sh "$base/supervise.sh" status "$base/worker" 2>/dev/null >"$base/tmp/drain.$$"
pid=$(sed -n 's/^child //p' "$base/tmp/drain.$$")
rm -f "$base/tmp/drain.$$"
[ -n "$pid" ] || exit 0
id=$(cat "$base/worker/id")
executors() {
  grep -lF "MUSTER_SERVICE=$id" /proc/[0-9]*/environ 2>/dev/null |
    while IFS=/ read -r _ _ member _; do
      grep -qF CoarseGrainedExecutorBackend "/proc/$member/cmdline" 2>/dev/null && echo "$member"
    done
}
kill -PWR "$pid" || exit 0
end=$(($(date +%s) + $2))
while [ -n "$(executors)" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo cut
    exit 0
  fi
  sleep 0.2 2>/dev/null || sleep 1
done

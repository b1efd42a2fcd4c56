# Waits until the worker of the service's folder $1 is registered, $2 seconds at most; else says why
# it is not.
base=$HOME/$1
[ -r "$base/worker/argv" ] || exit 0
end=$(($(date +%s) + $2))
registered() {
  cat "$base/logs/worker.log" 2>/dev/null |
    awk '/Starting Spark worker|Connecting to master|Connection to master failed/ { r = 0 }
      /Successfully registered with master|Master has changed, new master/ { r = 1 } END { exit !r }'
}
state() {
  sh "$base/supervise.sh" status "$base/worker" 2>/dev/null | sed -n 's/^state //p'
}
until registered; do
  state=$(state)
  if [ "$(date +%s)" -ge "$end" ] || [ "$state" = failed ] || [ "$state" = absent ] ||
    [ "$(cat "$base/worker/restarts" 2>/dev/null || echo 0)" -ge 3 ]; then
    echo "the worker is $state and not registered with the master" >&2
    grep -hE ' (WARN|ERROR) ' "$base/logs/worker.log" 2>/dev/null | tail -n 2 | cut -c1-300 >&2
    tail -n 3 "$base/worker/log" 2>/dev/null | cut -c1-300 >&2
    exit 1
  fi
  sleep 0.2 2>/dev/null || sleep 1
done

# Waits until the master of the service's folder $1 serves, $2 seconds at most; else says why not.
# $3: its port; without it the one that it had.
base=$HOME/$1
end=$(($(date +%s) + $2))
port=$(printf '%04X' "${3:-$(sed -n 's/^master //p' "$base/ports")}")
until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print $2 }' | grep -q ":$port\$" &&
  grep -qE 'New state: ALIVE|Recovery complete' "$base/logs/master.log" 2>/dev/null; do
  state=$(sh "$base/supervise.sh" status "$base/master" 2>/dev/null | sed -n 's/^state //p')
  if [ "$(date +%s)" -ge "$end" ] || [ "$state" = failed ] || [ "$state" = absent ] ||
    [ "$(cat "$base/master/restarts" 2>/dev/null || echo 0)" -ge 3 ]; then
    echo "the master is $state and does not serve" >&2
    grep -hE ' (WARN|ERROR) ' "$base/logs/master.log" 2>/dev/null | tail -n 2 | cut -c1-300 >&2
    tail -n 3 "$base/master/log" 2>/dev/null | cut -c1-300 >&2
    exit 1
  fi
  sleep 0.2 2>/dev/null || sleep 1
done

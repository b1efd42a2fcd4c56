# Waits until a program of the service's folder $1 listens, $2 seconds at most; else says why it does not. $3 the program,
# $4 the name of its port. One that is not installed is not waited for.
base=$HOME/$1
[ -r "$base/$3/argv" ] || exit 0
end=$(($(date +%s) + $2))
port=$(printf '%04X' "$(sed -n "s/^$4 //p" "$base/ports")")
until cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print $2 }' | grep -q ":$port\$"; do
  state=$(sh "$base/supervise.sh" status "$base/$3" 2>/dev/null | sed -n 's/^state //p')
  if [ "$(date +%s)" -ge "$end" ] || [ "$state" = failed ] || [ "$state" = absent ] ||
    [ "$(cat "$base/$3/restarts" 2>/dev/null || echo 0)" -ge 3 ]; then
    echo "the $3 is $state and does not serve" >&2
    grep -hE ' (ERROR|FATAL) |Exception|Exiting' "$base/logs/$3.log" 2>/dev/null | tail -n 3 | cut -c1-300 >&2
    tail -n 3 "$base/$3/log" 2>/dev/null | cut -c1-300 >&2
    exit 1
  fi
  sleep 0.3 2>/dev/null || sleep 1
done

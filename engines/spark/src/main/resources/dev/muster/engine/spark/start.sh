# Starts a driver: $1 the run's folder, $2 seconds after which it ends when nobody asks for it, then
# its command. It lives in a session of its own and outlives the one that starts it.
set -eu
umask 077
folder=$1
patience=$2
shift 2
cd "$folder"
rm -f status
touch asked
setsid sh -c '
  folder=$1
  shift
  ticks=$(sed "s/.*) //" "/proc/$$/stat" | cut -d " " -f 20)
  printf "%s %s %s\n" "$$" "$ticks" "$(cat /proc/sys/kernel/random/boot_id)" >"$folder/pid"
  "$@" >>"$folder/driver.log" 2>&1 </dev/null
  echo "$?" >"$folder/.status"
  mv "$folder/.status" "$folder/status"
' sh "$folder" "$@" >/dev/null 2>&1 </dev/null &
setsid sh -c '
  while [ -f "$1/asked" ] && [ ! -f "$1/status" ]; do
    sleep 5
    now=$(date +%s)
    asked=$(stat -c %Y "$1/asked" 2>/dev/null || echo "$now")
    if [ $((now - asked)) -gt "$2" ]; then
      read -r pid rest <"$1/pid" && kill -KILL -"$pid"
      rm -rf "$1"
    fi
  done
' sh "$folder" "$patience" >/dev/null 2>&1 </dev/null &
# Who asks right away finds it.
turns=0
while [ ! -f pid ] && [ "$turns" -lt 100 ]; do
  turns=$((turns + 1))
  sleep 0.05
done

# Starts a driver: $1 the run's folder, $2 seconds after which it ends when nobody asks for it, then
# its command. It lives in a session of its own and outlives the one that starts it.
set -eu
umask 077
folder=$1
patience=$2
shift 2
cd "$folder"
rm -f status pid
mkdir -p tmp
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
# Whoever asks touches "asked". When nobody has for too long, the driver ends and all of the run goes.
setsid sh -c '
  ticks=$(sed "s/.*) //" "/proc/$$/stat" | cut -d " " -f 20)
  printf "%s %s %s\n" "$$" "$ticks" "$(cat /proc/sys/kernel/random/boot_id)" >"$1/watch"
  pause=5
  [ "$2" -ge 5 ] || pause=1
  while [ -f "$1/asked" ] && [ ! -f "$1/status" ]; do
    sleep "$pause"
    now=$(date +%s)
    asked=$(stat -c %Y "$1/asked" 2>/dev/null || echo "$now")
    if [ $((now - asked)) -gt "$2" ]; then
      read -r pid rest <"$1/pid" && kill -KILL -"$pid"
      if read -r secrets <"$1/secrets"; then
        case $secrets in */muster-????????) rm -rf -- "$secrets" ;; esac
      fi
      rm -rf -- "$1"
    fi
  done
' sh "$folder" "$patience" >/dev/null 2>&1 </dev/null &
# What drivers have left whose host died, and for which nobody came back.
for other in "${folder%/*}"/*/asked; do
  before=$(stat -c %Y "$other" 2>/dev/null) || continue
  if [ $(($(date +%s) - before)) -gt "$patience" ]; then
    if read -r secrets 2>/dev/null <"${other%/asked}/secrets"; then
      case $secrets in */muster-????????) rm -rf -- "$secrets" ;; esac
    fi
    rm -rf -- "${other%/asked}"
  fi
done
# Who asks right away finds it.
turns=0
while [ ! -f pid ] && [ "$turns" -lt 100 ]; do
  turns=$((turns + 1))
  sleep 0.05
done

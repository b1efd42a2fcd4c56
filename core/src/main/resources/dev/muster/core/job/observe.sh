# Says where jobs stand: $1 the folder of jobs below the home, then ids. A line for each:
# "ID absent", "ID waiting", "ID starting", "ID running PID TICKS", "ID ended CODE [timeout|cancelled]" or "ID lost".
jobs=$HOME/$1
shift
boot=$(cat /proc/sys/kernel/random/boot_id)
for id in "$@"; do
  job=$jobs/$id
  run=$job/running
  if [ ! -d "$job" ]; then
    echo "$id absent"
  elif [ -f "$run/exit" ]; then
    echo "$id ended $(cat "$run/exit") $(cat "$run/stopped" 2>/dev/null)"
  elif [ -f "$run/pid" ]; then
    read -r pid ticks booted <"$run/pid"
    now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
    if [ "$booted" = "$boot" ] && [ "$now" = "$ticks" ]; then
      echo "$id running $pid $ticks"
    elif sleep 1; [ -f "$run/exit" ]; then
      echo "$id ended $(cat "$run/exit") $(cat "$run/stopped" 2>/dev/null)"
    else
      echo "$id lost"
    fi
  elif [ -d "$run" ]; then
    echo "$id starting"
  else
    echo "$id waiting"
  fi
done

# Says where jobs stand: $1 the folder of jobs below the home, then ids. A line for each, N is the attempt:
# "ID absent", "ID waiting N", "ID starting N", "ID running N PID TICKS", "ID ended N CODE [timeout|cancelled]",
# behind "running" and "ended" stands the id of its application, when it has one on YARN.
# "ID lost N [again]": with "again" when it may be begun once more.
jobs=$HOME/$1
shift
lost() {
  if [ ! -e "$job/cancelled" ] && [ "$1" -le "$(cat "$job/retries")" ]; then
    echo "$id lost $1 again"
  else
    echo "$id lost $1"
  fi
}
for id in "$@"; do
  job=$jobs/$id
  run=$job/running
  # Counted before anything is looked at: of two that begin a lost attempt again the second has an old number.
  next=$(($(ls "$job/attempts" 2>/dev/null | wc -l) + 1))
  if [ ! -d "$job" ]; then
    echo "$id absent"
  elif [ -f "$run/exit" ]; then
    echo "$id ended $next $(cat "$run/exit") $(cat "$run/stopped" 2>/dev/null) $(cat "$job/application" 2>/dev/null)"
  elif [ -f "$run/pid" ]; then
    if alive "$run/pid"; then
      echo "$id running $number $pid $ticks $(cat "$job/application" 2>/dev/null)"
    elif alive "$run/supervisor"; then
      echo "$id starting $next" # between an end and what follows it
    elif [ -f "$run/exit" ]; then
      echo "$id ended $next $(cat "$run/exit") $(cat "$run/stopped" 2>/dev/null) $(cat "$job/application" 2>/dev/null)"
    else
      lost "$next"
    fi
  elif [ -d "$run" ]; then
    if alive "$run/supervisor"; then
      echo "$id starting $next"
    elif [ ! -f "$run/supervisor" ] && [ -z "$(find "$run" -maxdepth 0 -mmin +1)" ]; then
      echo "$id starting $next" # its supervisor is about to say who it is
    else
      lost "$next"
    fi
  else
    echo "$id waiting $next"
  fi
done

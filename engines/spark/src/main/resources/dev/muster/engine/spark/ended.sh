# Says how the driver in folder $1 is: "running", or the status that it ended with; 66 when it is gone.
[ -d "$1" ] || exit 66
touch "$1/asked"
if [ -f "$1/status" ]; then
  cat "$1/status"
  exit 0
fi
read -r pid ticks booted <"$1/pid" || { echo 137; exit 0; }
now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
if [ "$now" = "$ticks" ] && [ "$booted" = "$(cat /proc/sys/kernel/random/boot_id)" ]; then
  echo running
elif [ -f "$1/status" ]; then
  cat "$1/status"
else
  echo 137
fi

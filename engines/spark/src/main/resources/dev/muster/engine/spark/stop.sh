# Ends the driver in folder $1 with all in its session: asks, and kills after $2 seconds.
[ -f "$1/pid" ] || exit 0
read -r pid ticks booted <"$1/pid"
now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
[ "$now" = "$ticks" ] && [ "$booted" = "$(cat /proc/sys/kernel/random/boot_id)" ] || exit 0
kill -TERM -"$pid" 2>/dev/null
turns=0
while kill -0 -"$pid" 2>/dev/null && [ "$turns" -lt $(($2 * 10)) ]; do
  turns=$((turns + 1))
  sleep 0.1
done
kill -KILL -"$pid" 2>/dev/null
[ -f "$1/status" ] || echo 137 >"$1/status"
exit 0

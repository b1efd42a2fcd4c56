# Names the map runs whose driver lives on this host: $1 name of the cluster. With "end" as $2 it ends
# them. A number that is another's by now began at another tick, or in another boot.
boot=$(cat /proc/sys/kernel/random/boot_id)
for file in "$HOME/.muster/clusters/$1"/runs/*/pid; do
  if [ -f "$file" ] && read -r pid ticks booted <"$file"; then
    now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
    if [ "$booted" = "$boot" ] && [ "$now" = "$ticks" ]; then
      run=${file%/pid}
      echo "${run##*/}"
      [ "$2" != end ] || kill -KILL -"$pid" 2>/dev/null || :
    fi
  fi
done

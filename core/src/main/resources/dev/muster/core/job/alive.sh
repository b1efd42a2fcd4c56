# Before the scripts that look at jobs. A process is named by a file: "NUMBER TICKS BOOT", for drivers also the attempt;
# ticks and boot tell it from another one that has its number by now.
boot=$(cat /proc/sys/kernel/random/boot_id)
alive() {
  number=
  { read -r pid ticks booted number <"$1"; } 2>/dev/null || return 1
  [ "$booted" = "$boot" ] && [ "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)" = "$ticks" ]
}

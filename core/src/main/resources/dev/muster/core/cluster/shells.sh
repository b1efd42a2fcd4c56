# Defines shells_of, which prints the shells that are at work for the cluster called $1: one of their words is its folder or
# below it, absolute or from the home that they work in. Whoever else has such a word only looks at it.
shells_of() {
  at=.muster/clusters/$1
  home=$(CDPATH='' cd -- "$HOME" && pwd -P)
  for file in $(grep -lasF "$at" /proc/[0-9]*/cmdline); do
    pid=${file#/proc/}
    pid=${pid%/cmdline}
    [ "$pid" != $$ ] || continue
    works=$(readlink "/proc/$pid/cwd" 2>/dev/null) || continue
    if { tr '\0' '\n' <"$file"; } 2>/dev/null | {
      read -r program && [ "${program##*/}" = sh ] || exit 1
      while IFS= read -r word; do
        case $word in
          "$HOME/$at" | "$HOME/$at"/*) exit 0 ;;
          "$at" | "$at"/*) [ "$works" != "$home" ] || exit 0 ;;
        esac
      done
      exit 1
    }; then
      echo "$pid"
    fi
  done
}

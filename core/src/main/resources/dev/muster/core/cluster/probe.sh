# Says what Muster wants to know of a host, one "name value" a line; changes nothing. POSIX sh.
say() {
  printf '%s %s\n' "$1" "$(printf '%s' "$2" | tr '\n\t' '  ')"
}
first() {
  for each in "$@"; do
    if [ -x "$each" ]; then
      printf '%s\n' "$each"
      return
    fi
  done
}
say time "$(date +%s)"
say hostname "$(hostname 2>/dev/null || cat /proc/sys/kernel/hostname)"
say user "$(id -un)"
say home "$HOME"
say system "$(uname -s) $(uname -r)"
say arch "$(uname -m)"
say cores "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 0)"
say memory_kib "$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo 2>/dev/null)"
say disk_kib "$(df -Pk "$HOME" 2>/dev/null | awk 'NR == 2 { print $4 }')"
say boot "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)"
java=$(first "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java 2>/dev/null)" /usr/lib/jvm/*/bin/java)
if [ -n "$java" ]; then
  say java "$java"
  # Without the two options it would leave a folder in /tmp, or an old one would not start.
  say java_version "$("$java" -XX:+IgnoreUnrecognizedVMOptions -XX:-UsePerfData -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)"
fi
python=$(command -v python3 2>/dev/null)
if [ -n "$python" ]; then
  say python "$python"
  say python_version "$("$python" -c 'import platform; print(platform.python_version())' 2>/dev/null)"
fi
say end .

# Says what a deployment wants to know of a host, one "name value" a line; changes nothing.
# $1: the service's folder below the home; $2: the Java that the user names, or nothing; then the service's programs
say() {
  printf '%s %s\n' "$1" "$(printf '%s' "$2" | tr '\n\t' '  ')"
}
base=$HOME/$1
say time "$(date +%s)"
say base "$base"
name=$(hostname 2>/dev/null || cat /proc/sys/kernel/hostname)
say hostname "$name"
getent hosts "$name" >/dev/null 2>&1 && say resolves yes
# Where this connection came in is an address that others reach.
address=${SSH_CONNECTION#* * }
address=${address%% *}
own=$(hostname -I 2>/dev/null)
[ -n "$address" ] || address=$(echo "$own" | awk '{ print $1 }')
say address "$address"
# Where it came from is an address of the machine that asks.
say caller "${SSH_CONNECTION%% *}"
say own "$own"
[ -r "$base/address" ] && say configured "$(cat "$base/address")"
say arch "$(uname -m)"
say cores "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 0)"
say memory_kib "$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)"
near=$base
while [ ! -d "$near" ]; do near=${near%/*}; done
say disk_kib "$(df -Pk "$near/" 2>/dev/null | awk 'NR == 2 { print $4 }')"
for tool in setsid grep tail head mktemp; do
  command -v "$tool" >/dev/null 2>&1 || say missing "$tool"
done
java_at() {
  if [ -f "$1" ] && [ -x "$1" ]; then
    version=$("$1" -XX:+IgnoreUnrecognizedVMOptions -XX:-UsePerfData -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
    [ -z "$version" ] || say java "$version $1"
  fi
}
if [ -n "$2" ]; then
  java_at "$2"
  java_at "$2/bin/java"
else
  java_at "${JAVA_HOME:-/nowhere}/bin/java"
  java_at "$(command -v java 2>/dev/null)"
  for java in /usr/lib/jvm/*/bin/java; do java_at "$java"; done
fi
# Whether logind ends at logout what this user leaves, setsid or not (logind.conf(5)).
if command -v loginctl >/dev/null 2>&1; then
  me=$(id -un)
  manager=$(loginctl show-session -p KillUserProcesses -p KillOnlyUsers -p KillExcludeUsers 2>/dev/null)
  only=$(printf '%s\n' "$manager" | sed -n 's/^KillOnlyUsers=//p')
  except=$(printf '%s\n' "$manager" | sed -n 's/^KillExcludeUsers=//p')
  case "$manager" in *KillUserProcesses=yes*)
    case " ${only:-$me} " in *" $me "*)
      case " $except " in *" $me "*) ;; *) say leaves "$me" ;; esac ;;
    esac ;;
  esac
fi
# State 0A listens (proc(5)); ports are hexadecimal.
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
  awk '$4 == "0A" { n = split($2, part, ":"); print "listening_hex " part[n] }' | sort -u
shift 2
for part; do
  [ -r "$base/$part/state" ] && say "state_$part" "$(sh "$base/supervise.sh" status "$base/$part" 2>/dev/null | sed -n 's/^state //p')"
done
[ -r "$base/ports" ] && sed 's/^/port_/' "$base/ports"
for whole in "$base"/dist/*/whole; do
  [ -r "$whole" ] && say dist "$(cat "$whole")"
done
say end .

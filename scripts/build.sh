#!/bin/sh
# Builds Muster and its class-data archive; called by ./muster. Two at once: the second waits.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
target=$home/app/target
lock=$home/.building

command -v mvn >/dev/null || {
  echo "muster: Maven (mvn) is needed to build: install Maven 3.8.1 or newer" >&2
  exit 69
}
waited=0
until mkdir "$lock" 2>/dev/null; do
  if [ "$waited" -ge 600 ]; then
    echo "muster: another build has held $lock for 10 minutes: remove it if none runs" >&2
    exit 75
  fi
  [ "$waited" -gt 0 ] || echo "muster: waiting for another build" >&2
  sleep 1
  waited=$((waited + 1))
done
trap 'rmdir "$lock"' EXIT
trap 'exit 130' INT TERM HUP

if [ "$waited" -gt 0 ] && [ -f "$target/muster.built" ]; then
  exit 0
fi
echo "muster: building (once; a minute or two)" >&2
rm -f "$target/muster.built"
stamp=$(mktemp)
if ! (cd "$home" && mvn -B -ntp -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true -Dmaven.test.skip=true package) >"$stamp.log" 2>&1; then
  grep -E 'ERROR|WARNING.*java' "$stamp.log" | head -n 30 >&2
  echo "muster: the build failed; all of it is in $stamp.log" >&2
  exit 70
fi
rm -f "$stamp.log"

classpath=$(ls "$target"/muster-app-*.jar | head -n 1)
for jar in "$target"/lib/*.jar; do
  classpath=$classpath:$jar
done
printf '%s\n' "$classpath" >"$target/muster.classpath"

# Classes that usual commands load go into an archive, which halves the start of the Java machine.
java=java
[ -z "${JAVA_HOME:-}" ] || [ ! -x "$JAVA_HOME/bin/java" ] || java=$JAVA_HOME/bin/java
work=$(mktemp -d)
cp -R "$home/examples/demo" "$work/demo" 2>/dev/null || true
rm -rf "$work/demo/results"
record() {
  list=$1
  shift
  MUSTER_HOME=$work/home "$java" -Xshare:off -XX:DumpLoadedClassList="$work/$list.classes" \
    -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dmuster.install="$home" -cp "$classpath" \
    dev.muster.app.Main "$@" >/dev/null 2>&1 || true
}
record version --version
record help --help
record map map "$work/demo" -w 2 --quiet -n 2
record again map "$work/demo" -w 2 -n 2
mkdir "$work/numbers"
echo "def main(i): return {'i': i}" >"$work/numbers/entrypoint.py"
echo '{"name": "numbers", "inputs": "*.py", "entrypoint": {"python": "entrypoint:main"}, "params": {"i": {"matrix": [1, 2]}}}' \
  >"$work/numbers/muster.yaml"
record numbers map "$work/numbers" -w 2 --quiet
record list runs list
# A class has a lambda for each place that makes one: as many equal lines stay as one list has.
lists() {
  awk '{ n = ++seen[FILENAME, $0] } n > kept[$0] { kept[$0] = n; print }' "$@"
}
# The larger an archive, the later Java starts: only commands that need them get the classes of hosts.
archive() {
  cat >"$work/all"
  "$java" -Xshare:dump -XX:SharedClassListFile="$work/all" \
    -XX:SharedArchiveFile="$target/$1" -XX:+UseSerialGC -Xlog:disable -cp "$classpath" >/dev/null 2>&1 ||
    echo "muster: no class-data archive could be made; starting will take longer" >&2
}
lists "$work"/*.classes | archive muster.jsa
record distribution distribution list
lists "$work"/*.classes "$home/scripts/fleet.classes" | archive muster-hosts.jsa
rm -rf "$work"
mv "$stamp" "$target/muster.built"

#!/bin/sh
# Prepares an unpacked package on a host: compares every file, makes the Python environment from its wheels and writes
# Spark's settings. Uses no network, unless --online lets pip fetch what requirements name. May be run again.
# Usage: install.sh [--python PROGRAM] [--online] [--checked] [--link] [FOLDER]
#   --checked  its files were compared already
#   --link     make it the current one of its name: ../current, and ../previous for the one before
#   FOLDER     of the package (default: the one that this script is in)
set -eu
umask 022
fail() {
  printf 'install: %s\n' "$1" >&2
  [ -z "${2-}" ] || printf '  try: %s\n' "$2" >&2
  exit "${3:-65}"
}
python='' online='' checked='' link='' root=''
while [ $# -gt 0 ]; do
  case $1 in
    --python)
      python=${2-}
      [ $# -lt 2 ] || shift
      ;;
    --online) online=1 ;;
    --checked) checked=1 ;;
    --link) link=1 ;;
    -*) fail "there is no option $1" '' 64 ;;
    *) root=$1 ;;
  esac
  shift
done
if [ -z "$root" ]; then
  case $0 in */*) root=${0%/*}/.. ;; *) root=.. ;; esac
fi
[ -f "$root/SHA256SUMS" ] || fail "there is no package in $root" 'name the folder that tar made of it'
root=$(CDPATH='' cd -- "$root" && pwd -P)
# Java splits class paths at colons, Spark lists at commas and settings at blanks.
case $root in *[!A-Za-z0-9._/+@=~%-]*) fail "the path $root has blanks, commas or odd characters" 'install it elsewhere' ;; esac
# One at a time: an installation whose connection broke may still be at work here.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$root/.lock"
  flock -n 9 || {
    printf 'install: waits until no other one is at work in %s\n' "$root" >&2
    flock 9 || : # not every file system has locks
  }
fi
if [ -z "$checked" ]; then
  (cd "$root" && sha256sum --quiet -c SHA256SUMS >&2) || fail 'files are not as they were packed' 'get the package again'
fi
field() {
  sed -n "1s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$root/manifest.json"
}
want=$(field python)
machine=$(field machine)
if [ -n "$machine" ] && [ "$machine" != "$(uname -m)" ]; then
  fail "it was built for $machine, this host is $(uname -m)" 'build it with --platform for this host'
fi

good() {
  command -v "$1" >/dev/null 2>&1 && "$1" -I -c '
import sys
want = sys.argv[1]
sys.exit(0 if want == "%d.%d" % sys.version_info[:2] or (want == "3" and sys.version_info >= (3, 8)) else 1)
' "$want" 2>/dev/null
}
find_python() {
  for each in "$@"; do
    if [ -n "$each" ] && good "$each"; then
      command -v "$each"
      return
    fi
  done
}
venv=$root/venv
if [ -n "$want" ] && [ ! -f "$venv/.whole" ]; then
  if [ -n "$python" ]; then
    found=$(find_python "$python")
  else
    found=$(find_python "python$want" python3 "/usr/bin/python$want" "/usr/local/bin/python$want" /usr/bin/python3)
  fi
  [ -n "$found" ] || fail "this host has no Python $want${python:+ called $python}: python3 is $(python3 -c \
    'import platform; print(platform.python_version())' 2>/dev/null || echo missing)" \
    "install it there, name it: --python PROGRAM, or build the package with --python for this host"
  rm -rf "$venv"
  "$found" -I -m venv --copies "$venv" >&2 || fail "$found can make no environment" "apt-get install python$want-venv"
  # No index, no settings of the user or the host: what is in the package is all there is.
  PIP_CONFIG_FILE=/dev/null "$venv/bin/python3" -I -m pip --isolated --disable-pip-version-check --no-input \
    install --quiet --no-index --no-deps --no-warn-script-location "$root"/wheels/*.whl >&2 || fail 'pip cannot install its wheels'
  : >"$venv/.whole"
elif [ -n "$online" ] && [ -f "$root/code/requirements.txt" ] && [ ! -f "$venv/.whole" ]; then
  found=$(want=3 && find_python "${python:-python3}")
  [ -n "$found" ] || fail "this host has no Python ${python:-python3}"
  rm -rf "$venv"
  "$found" -I -m venv --copies "$venv" >&2 || fail "$found can make no environment" 'apt-get install python3-venv'
  (cd "$root/code" && "$venv/bin/python3" -m pip install --quiet -r requirements.txt >&2) || fail 'pip cannot install requirements.txt'
  : >"$venv/.whole"
fi

# Settings for Spark: jars stay where they are, on every node at the same path; nothing goes into $SPARK_HOME.
mkdir -p "$root/conf"
{
  printf '# Settings of this package, written by install.sh.\n'
  jars=''
  for jar in "$root"/jars/*.jar; do
    [ ! -f "$jar" ] || jars=$jars,local:$jar
  done
  [ -z "$jars" ] || printf 'spark.jars %s\n' "${jars#,}"
  if [ -f "$venv/.whole" ]; then
    for key in spark.pyspark.python spark.pyspark.driver.python spark.executorEnv.PYSPARK_PYTHON \
      spark.yarn.appMasterEnv.PYSPARK_PYTHON spark.yarn.appMasterEnv.PYSPARK_DRIVER_PYTHON; do
      printf '%s %s\n' "$key" "$venv/bin/python3"
    done
  fi
} >"$root/conf/.spark-defaults.conf"
mv -f "$root/conf/.spark-defaults.conf" "$root/conf/spark-defaults.conf"
chmod -R u+rwX,go+rX,go-w "$root"
sha256sum <"$root/SHA256SUMS" | cut -c 1-64 >"$root/.whole.new"
mv -f "$root/.whole.new" "$root/.whole"

if [ -n "$link" ]; then
  above=${root%/*} release=${root##*/}
  # A link is replaced in one step: at no time is there none.
  point() {
    rm -f "$above/.$1.new"
    ln -s "$2" "$above/.$1.new"
    mv -fT "$above/.$1.new" "$above/$1"
  }
  now=$(readlink "$above/current" || :)
  if [ "$now" != "$release" ]; then
    [ -z "$now" ] || point previous "$now"
    point current "$release"
  fi
fi

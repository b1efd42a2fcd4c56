# Finds the Python of a host that runs tasks, and makes its environment when it has requirements.
# $1 the cluster's folder, $2 the interpreter, $3 key of the environment or nothing, $4 "offline" or nothing,
# $5 the requirements file in venvs/KEY/files. Prints the interpreter; 64 when it will not do, 65 when pip fails.
set -u
umask 077
[ -f "$1/services/spark/worker/argv" ] || { echo none; exit 0; }
said=$("$2" -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 8))' 2>/dev/null)
status=$?
[ -n "$said" ] || { echo "there is no $2"; exit 64; }
[ "$status" = 0 ] || { echo "$2 is Python $said; 3.8 or newer is needed"; exit 64; }
[ -n "$3" ] || { echo "$2"; exit 0; }
place=$1/venvs/$3
exec 9>"$place/lock"
flock 9 || { echo "the environment cannot be locked: flock is missing"; exit 64; }
if [ ! -x "$place/current/bin/python" ]; then
  rm -rf "$place"/venv-* "$place/current" # of one that was killed
  venv=$(mktemp -d "$place/venv-XXXXXXXX")
  if ! "$2" -I -m venv "$venv" >"$place/log" 2>&1; then
    tail -n 5 "$place/log"
    rm -rf "$venv"
    echo "python3 -m venv does not work there: apt-get install python3-venv"
    exit 64
  fi
  cd "$place/files" || exit 64
  if ! PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_PROGRESS_BAR=off PIP_NO_CACHE_DIR=1 \
    "$venv/bin/python" -I -m pip install ${4:+--no-index} --find-links wheels --requirement "$5" \
    >"$place/log" 2>&1 9>&-; then
    tail -n 12 "$place/log"
    rm -rf "$venv"
    exit 65
  fi
  ln -sfn "${venv##*/}" "$place/current.new" && mv -T "$place/current.new" "$place/current"
fi
echo "$place/current/bin/python"

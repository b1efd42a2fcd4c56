# Runs the user's own lines on a host: $1 the cluster's folder below the home, $2 what they are called, $3 their bytes. Reads
# them; they are run whole or not at all, and one at a time: those of a command whose connection broke may still be at work.
set -eu
umask 077
folder=$HOME/$1/setup
mkdir -p "$folder"
if command -v flock >/dev/null 2>&1; then
  exec 9>"$folder/lock"
  flock 9 || : # not every file system has locks
fi
cat >"$folder/$2.sh"
if [ "$(wc -c <"$folder/$2.sh")" -ne "$3" ]; then
  echo "the connection broke before all of $2 had come" >&2
  exit 74
fi
# What they start and leave running does not keep the lock.
sh -e "$folder/$2.sh" </dev/null 9>&-

# Makes a folder for what is secret of the run in folder $1, in memory where the host has a tmpfs, and prints it.
# The folder before it goes. It ends in "secret" when it lies on a disk.
set -eu
umask 077
mkdir -p "$1"
touch "$1/asked" # from now on it can be seen that nobody comes back
if read -r before 2>/dev/null <"$1/secrets"; then
  case $before in */muster-????????) rm -rf -- "$before" ;; esac
fi
for place in /dev/shm "${XDG_RUNTIME_DIR:-}"; do
  if [ -n "$place" ] && [ -w "$place" ] && [ "$(stat -f -c %T "$place" 2>/dev/null)" = tmpfs ]; then
    made=$(mktemp -d "$place/muster-XXXXXXXX" 2>/dev/null) && break
  fi
done
if [ -z "${made:-}" ]; then
  made=$1/secret
  mkdir -p "$made"
fi
printf '%s\n' "$made" >"$1/secrets"
printf '%s\n' "$made"

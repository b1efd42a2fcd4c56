# Stops the program $2 of the service's folder $1 and leaves what is installed. $3: its mark in the
# crontab, so that no boot starts it.
set -u
base=$HOME/$1
[ -r "$base/$2/id" ] || exit 0
sh "$base/supervise.sh" stop "$base/$2" || exit 1
sh "$base/boot.sh" remove "$3-$2" "$base" >/dev/null || exit 1

# Starts the program $2 of the service's folder $1; $3 is "changed" when its files are new.
# $4: mark in the crontab.
set -eu
base=$HOME/$1
if [ "$3" = changed ]; then
  sh "$base/supervise.sh" stop "$base/$2"
fi
# What an earlier one logged must not be taken for this one's words.
if ! sh "$base/supervise.sh" status "$base/$2" | grep -q '^child ' && [ -f "$base/logs/$2.log" ]; then
  mv -f "$base/logs/$2.log" "$base/logs/$2.log.1"
fi
sh "$base/supervise.sh" start "$base/$2"
sh "$base/boot.sh" add "$4-$2" "$base" "$base/$2"

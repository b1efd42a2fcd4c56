# Starts the program $2 of the service's folder $1, which was stopped. $3: its mark in the crontab.
base=$HOME/$1
if [ ! -r "$base/$2/argv" ]; then
  echo "its $2 is not installed any more" >&2
  exit 1
fi
# What it logged before must not be taken for what it says now.
if ! sh "$base/supervise.sh" status "$base/$2" | grep -q '^child ' && [ -f "$base/logs/$2.log" ]; then
  mv -f "$base/logs/$2.log" "$base/logs/$2.log.1"
fi
sh "$base/supervise.sh" start "$base/$2" && sh "$base/boot.sh" add "$3-$2" "$base" "$base/$2"

# Says what jobs have written: $1 the folder of jobs below the home, then ids. A line for each that has written
# something: "ID log", "ID events" or "ID log events".
jobs=$HOME/$1
shift
for id in "$@"; do
  words=
  [ ! -f "$jobs/$id/log" ] || words=" log"
  [ -z "$(ls "$jobs/$id/events" 2>/dev/null)" ] || words="$words events"
  [ -z "$words" ] || echo "$id$words"
done

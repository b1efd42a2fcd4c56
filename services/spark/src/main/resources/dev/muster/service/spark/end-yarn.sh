# Ends the applications of YARN that carry a tag: $1 Hadoop's folder on this host, $2 the tag. Says which it ended; fails when one
# does not end within a minute.
hadoop=$1
tag=$2
[ -r "$hadoop/address" ] || exit 0
address=$(cat "$hadoop/address")
port=$(sed -n 's/^rm_ui //p' "$hadoop/ports")
ask() {
  timeout 30 bash -c 'exec 3<>"/dev/tcp/$1/$2" || exit 7
    printf "GET %s HTTP/1.0\r\nHost: %s\r\nAccept: application/json\r\n\r\n" "$3" "$1" >&3
    cat <&3' ask "$address" "$port" "$1" 2>/dev/null
}
living() {
  ask "/ws/v1/cluster/apps?applicationTags=$tag&states=NEW,NEW_SAVING,SUBMITTED,ACCEPTED,RUNNING" |
    grep -o '"id":"application_[0-9_]*"' | sed 's/.*"\(application_[0-9_]*\)"/\1/' | sort -u
}
turns=0
while [ "$turns" -lt 12 ]; do
  left=$(living)
  [ -n "$left" ] || exit 0
  for application in $left; do
    echo "muster: $application is ended"
    "$hadoop/bin/yarn" application -kill "$application" >/dev/null 2>&1 </dev/null
  done
  turns=$((turns + 1))
  sleep 1
done
[ -z "$(living)" ]

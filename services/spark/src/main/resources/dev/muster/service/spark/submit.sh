# Runs a driver of this cluster's Spark in the working folder of a job: $1 memory of its Java, then
# arguments as spark-submit takes them. Its event log is kept with the job, which MUSTER_JOB names in other folders.
set -eu
spark=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
memory=$1
shift
events=${MUSTER_JOB:-$(dirname -- "$PWD")}/events
mkdir -p "$events"
set -- --conf "spark.eventLog.dir=file:$events" "$@"
while IFS= read -r line; do
  export "${line?}"
done <"$spark/master/env"
# The words of the file go before those that were given, in their order.
given=$#
first=
while IFS= read -r word; do
  if [ -z "$first" ]; then
    first=$word
    set -- "$@" "$word" "-Xmx$memory"
  else
    set -- "$@" "$word"
  fi
done <"$spark/submit/argv"
while [ "$given" -gt 0 ]; do
  set -- "$@" "$1"
  shift
  given=$((given - 1))
done
exec "$@"

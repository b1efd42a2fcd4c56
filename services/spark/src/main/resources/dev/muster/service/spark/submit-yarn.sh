# Runs an application on YARN in the working folder of a job: $1 memory of spark-submit's own Java, $2 client or cluster, then
# arguments as spark-submit takes them. The application carries the job's id
# as a tag: it is found by it, whoever asks, and one that lives or succeeded is waited for instead of begun once more. Its id is in
# the file application beside the working folder; where it ended otherwise than with 0, the exit code is what it wrote into the file
# of HDFS that MUSTER_EXIT_FILE names in its master, else what YARN says.
set -u
spark=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
hadoop=${spark%/*}/hadoop
memory=$1
mode=$2
shift 2
work=$PWD
job=${work%/*}
id=${job##*/}
number=$(($(ls "$job/attempts" 2>/dev/null | wc -l) + 1))
tag=muster-job-$id
name=$(id -un)
if [ ! -r "$hadoop/conf/yarn-site.xml" ]; then
  echo "muster: there is no Hadoop on this cluster: muster cluster deploy CLUSTER hadoop" >&2
  exit 69
fi
address=$(cat "$hadoop/address")
port() { sed -n "s/^$1 //p" "$hadoop/ports"; }

# Asks the ResourceManager ($1 method, $2 path) or the NameNode (with a third argument).
ask() {
  at=$(port "${3:-rm_ui}")
  timeout 30 bash -c 'exec 3<>"/dev/tcp/$1/$2" || exit 7
    printf "%s %s HTTP/1.0\r\nHost: %s\r\nAccept: application/json\r\nContent-Length: 0\r\n\r\n" "$3" "$4" "$1" >&3
    cat <&3' ask "$address" "$at" "$1" "$2" 2>/dev/null
}
# The newest application of this job: its id, state and how it ended.
find_application() {
  ask GET "/ws/v1/cluster/apps?applicationTags=$tag&deSelects=resourceRequests" | tr -d '\r' | tail -n 1 |
    sed 's/},{/}\n{/g' | sed -n 's/.*"id":"\(application_[0-9_]*\)".*"state":"\([A-Z_]*\)","finalStatus":"\([A-Z]*\)".*/\1 \2 \3/p' |
    sort | tail -n 1
}
note() {
  [ -n "$application" ] || return 0
  printf '%s\n' "$application" >"$job/application.new" && mv -f "$job/application.new" "$job/application"
}
# Reads application, state and final; keeps what was known when nobody answers.
look() {
  found=$(find_application)
  [ -n "$found" ] || return 1
  # shellcheck disable=SC2086
  set -- $found
  application=$1
  state=$2
  final=$3
  note
}
ended() {
  case $state in FINISHED | FAILED | KILLED) return 0 ;; *) return 1 ;; esac
}

# Who ends this job ends its application, in a session of its own: it is to outlive this group.
ending() {
  trap '' TERM HUP INT
  setsid sh "$spark/end-yarn.sh" "$hadoop" "$tag" >>"$job/log" 2>&1 </dev/null &
  [ -z "$submit" ] || kill "$submit" 2>/dev/null
  exit 143
}

events=/user/$name/.muster/jobs/$id
application=
state=
final=
submit=
trap ending TERM HUP INT
if [ "$number" -gt 1 ]; then
  look || :
fi
case $state in
  '' | FAILED | KILLED) begin=yes ;;
  FINISHED) begin=; [ "$final" = SUCCEEDED ] || begin=yes ;;
  *) begin= ;;
esac

if [ -n "$begin" ]; then
  for folder in "/user/$name/.muster" "/user/$name/.muster/jobs" "$events" "$events/events"; do
    ask PUT "/webhdfs/v1$folder?op=MKDIRS&permission=700&user.name=$name" namenode_ui >/dev/null
  done
  while IFS= read -r line; do
    export "${line?}"
  done <"$spark/yarn/env"
  export HADOOP_CONF_DIR="$hadoop/conf"
  # PySpark is what this Spark brings, else that of the hosts' own Python: then nothing travels, so a name that is no file will do.
  if [ ! -f "$SPARK_HOME/python/lib/pyspark.zip" ]; then
    export PYSPARK_ARCHIVES_PATH="local:$SPARK_HOME/python/lib/pyspark.zip"
  fi
  # Options come first, each with a value; then the application and its arguments.
  main=
  jars=$spark/yarn/exit.jar
  left=$#
  options=yes
  while [ "$left" -gt 0 ]; do
    word=$1
    shift
    left=$((left - 1))
    case ${options:-no}$word in
      yes--*)
        value=$1
        shift
        left=$((left - 1))
        if [ "$mode" = cluster ] && [ "$word" = --class ]; then
          main=$value
          value=dev.muster.exit.Driver
        fi
        if [ "$mode" = cluster ] && [ "$word" = --jars ]; then
          jars=$jars,$value
        else
          set -- "$@" "$word" "$value"
        fi
        ;;
      yes*)
        options=
        if [ "$mode" = cluster ]; then
          set -- "$@" --jars "$jars"
        fi
        set -- "$@" "$word" ${main:+"$main"}
        ;;
      *) set -- "$@" "$word" ;;
    esac
  done
  set -- --master yarn --deploy-mode "$mode" --conf "spark.yarn.tags=$tag,muster" \
    --conf "spark.eventLog.dir=hdfs://$events/events" \
    --conf "spark.yarn.appMasterEnv.MUSTER_EXIT_FILE=hdfs://$events/exit" \
    --conf "spark.yarn.appMasterEnv.MUSTER_JOB=$id" "$@"
  given=$#
  first=
  while IFS= read -r word; do
    if [ -z "$first" ]; then
      first=$word
      set -- "$@" "$word" "-Xmx$memory"
    else
      set -- "$@" "$word"
    fi
  done <"$spark/yarn/argv"
  while [ "$given" -gt 0 ]; do
    set -- "$@" "$1"
    shift
    given=$((given - 1))
  done
  application=
  state=
  "$@" &
  submit=$!
else
  echo "muster: application $application of this job is there: it is waited for" >>"$job/log"
fi

# Until spark-submit has ended, or the application that was found has.
code=
while :; do
  if [ -n "$submit" ]; then
    if ! kill -0 "$submit" 2>/dev/null; then
      wait "$submit"
      code=$?
      break
    fi
  elif ended; then
    break
  fi
  if [ -z "$application" ] || [ -z "$submit" ]; then
    look || :
  fi
  sleep 2 &
  wait $! 2>/dev/null
done
submit=

# Killed spark-submit, or lost its connection: the application goes on, and is waited for.
turns=0
until look && ended; do
  if [ -z "$application" ]; then
    turns=$((turns + 1))
    [ "$turns" -lt 5 ] || break # it has never come to YARN
  elif [ "$mode" = client ]; then
    turns=$((turns + 1))
    [ "$turns" -lt 30 ] || break # its driver is gone: YARN ends it
  fi
  sleep 2 &
  wait $! 2>/dev/null
done
if [ "$mode" = client ]; then
  code=${code:-1}
elif [ -z "$application" ]; then
  code=${code:-1}
  [ "$code" -ne 0 ] || code=1
elif [ "$final" = SUCCEEDED ]; then
  code=0
else
  told=$("$hadoop/bin/hdfs" dfs -cat "$events/exit" 2>/dev/null </dev/null | head -c 16 | head -n 1)
  case $told in
    [0-9] | [0-9][0-9] | 1[0-9][0-9] | 2[0-4][0-9] | 25[0-5]) code=$told ;;
    *)
      told=$(ask GET "/ws/v1/cluster/apps/$application" | sed -n 's/.*"diagnostics":"\([^"]*\)".*/\1/p')
      code=$(printf '%s' "$told" | sed -n 's/.*[Uu]ser application exited with status \([0-9]*\).*/\1/p' | head -n 1)
      code=${code:-1}
      [ "$state" != KILLED ] || code=143
      printf 'muster: %s ended as %s: %s\n' "$application" "${final:-$state}" "$told" | cut -c1-600
      ;;
  esac
fi
if [ -n "$application" ]; then
  if [ "$mode" = cluster ]; then
    # What the driver printed comes when its node has brought its logs together.
    turns=0
    until "$hadoop/bin/yarn" logs -applicationId "$application" -am ALL -log_files stdout,stderr 2>/dev/null >"$job/yarn.log" </dev/null &&
      [ -s "$job/yarn.log" ]; do
      turns=$((turns + 1))
      [ "$turns" -lt 10 ] || break
      sleep 2
    done
    cat "$job/yarn.log"
    rm -f "$job/yarn.log"
  fi
  mkdir -p "$job/events"
  "$hadoop/bin/hdfs" dfs -get -f "$events/events/*" "$job/events/" >/dev/null 2>&1 </dev/null || :
fi
"$hadoop/bin/hdfs" dfs -rm -r -f -skipTrash "$events" >/dev/null 2>&1 </dev/null || :
exit "$code"

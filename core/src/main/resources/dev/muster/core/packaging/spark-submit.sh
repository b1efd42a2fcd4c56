#!/bin/sh
# spark-submit with the settings of this package before those that are given, which win. Spark is, in a job of Muster,
# that of the cluster; else that of the package, of $SPARK_HOME, or the first spark-submit of the PATH.
set -eu
case $0 in */*) root=${0%/*}/.. ;; *) root=.. ;; esac
root=$(CDPATH='' cd -- "$root" && pwd -P)
if [ -x "$root/java/bin/java" ]; then
  export JAVA_HOME="$root/java"
fi
conf=$root/conf/spark-defaults.conf
if [ -f "$conf" ]; then
  while read -r key value; do
    case $key in '' | '#'*) ;; *) set -- --conf "$key=$value" "$@" ;; esac
  done <"$conf"
fi
clusters=${MUSTER_JOB:+${MUSTER_JOB%/jobs/*}/services/spark/submit.sh}
if [ -n "$clusters" ] && [ -f "$clusters" ]; then
  # The driver lives in the Java that this starts: its memory has to be known before.
  memory=1g before=''
  for word in "$@"; do
    case $before$word in
      --driver-memory=*) memory=${word#*=} ;;
      --conf=spark.driver.memory=*) memory=${word##*=} ;;
      --driver-memory' '*) memory=$word ;;
      --conf' 'spark.driver.memory=* | -c' 'spark.driver.memory=*) memory=${word#*=} ;;
    esac
    before=
    case $word in --driver-memory | --conf | -c) before="$word " ;; esac
  done
  exec sh "$clusters" "$memory" "$@"
elif [ -x "$root/spark/bin/spark-submit" ]; then
  export SPARK_HOME="$root/spark"
  exec "$root/spark/bin/spark-submit" "$@"
elif [ -d "$root/spark/jars" ]; then
  # Jars from Maven repositories come without programs: this is what spark-submit itself starts.
  export SPARK_HOME="$root/spark"
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  set -- org.apache.spark.deploy.SparkSubmit "$@"
  for opened in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
    java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
    set -- "--add-opens=java.base/$opened=ALL-UNNAMED" "$@"
  done
  exec "$java" -XX:+IgnoreUnrecognizedVMOptions -cp "$root/spark/jars/*" "$@"
elif [ -n "${SPARK_HOME-}" ] && [ -x "$SPARK_HOME/bin/spark-submit" ]; then
  exec "$SPARK_HOME/bin/spark-submit" "$@"
fi
IFS=:
for folder in $PATH; do
  if [ -x "$folder/spark-submit" ] && [ "$(CDPATH='' cd -- "$folder" && pwd -P)" != "$root/bin" ]; then
    unset IFS
    exec "$folder/spark-submit" "$@"
  fi
done
echo 'spark-submit: there is no Spark in this package, in SPARK_HOME or on the PATH' >&2
exit 127

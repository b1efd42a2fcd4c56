#!/bin/sh
# What a patient person would write: copies Spark's jars to hosts, all at once and uncompressed, starts a Master on the
# first and a Worker on each of the others, with a secret, and waits until all are registered.
#
#   spark_by_hand.sh SSH_CONFIG FOLDER_WITH_JARS HEAD_ADDRESS HOST...
set -eu
config=$1 tree=$2 head=$3 first=$4
shift 4
on() { ssh -F "$config" "$@"; }
java='java -XX:-UsePerfData -Xmx1g --add-modules=jdk.incubator.vector -cp "spark/jars/*"'
for package in java.lang java.nio java.util sun.nio.ch; do
  java="$java --add-opens=java.base/$package=ALL-UNNAMED"
done
secret=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
settings=$(printf 'spark.authenticate true\nspark.authenticate.secret %s\nspark.master.rest.enabled false\n' "$secret")

copy() { tar -C "$tree" -c jars | on "$1" 'mkdir -p spark && tar -C spark -x'; }
settle() { printf '%s\n' "$settings" | on "$1" 'umask 077; cat >spark/conf'; }
start() { on "$1" "nohup setsid $2 </dev/null >spark/log 2>&1 &"; }

copying=
for host in "$first" "$@"; do
  (copy "$host" && settle "$host") &
  copying="$copying $!"
done
for each in $copying; do wait "$each"; done
start "$first" "$java org.apache.spark.deploy.master.Master --host $head --port 7077 --webui-port 8080 --properties-file spark/conf"
for host in "$@"; do
  start "$host" "$java org.apache.spark.deploy.worker.Worker --cores 2 --memory 1g --work-dir spark/work --properties-file spark/conf spark://$head:7077" &
done
wait
tries=0
for host in "$@"; do
  until on "$host" 'grep -q "Successfully registered with master" spark/log'; do
    [ $((tries += 1)) -lt 300 ] || exit 1
    sleep 0.1
  done
done

#!/bin/sh
# Hadoop's own commands on a host of this cluster, with its configuration: bin/hadoop, bin/hdfs, bin/yarn, bin/mapred.
set -eu
base=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
name=${0##*/}
if [ $# -eq 0 ]; then
  echo "usage: hadoop fs|jar|version|CLASS; hdfs dfs|dfsadmin|fsck|balancer|namenode; yarn application|node|logs|rmadmin|queue|jar; mapred job" >&2
  exit 64
fi
while IFS= read -r line; do
  export "${line?}"
done <"$base/conf/env"
word=$1
shift
case "$name $word" in
  'hadoop fs' | 'hdfs dfs') class=org.apache.hadoop.fs.FsShell ;;
  'hadoop jar' | 'yarn jar') class=org.apache.hadoop.util.RunJar ;;
  'hadoop version') class=org.apache.hadoop.util.VersionInfo ;;
  'hdfs dfsadmin') class=org.apache.hadoop.hdfs.tools.DFSAdmin ;;
  'hdfs fsck') class=org.apache.hadoop.hdfs.tools.DFSck ;;
  'hdfs balancer') class=org.apache.hadoop.hdfs.server.balancer.Balancer ;;
  'hdfs namenode') class=org.apache.hadoop.hdfs.server.namenode.NameNode ;;
  'yarn application' | 'yarn app' | 'yarn applicationattempt' | 'yarn container')
    class=org.apache.hadoop.yarn.client.cli.ApplicationCLI
    set -- "$word" "$@"
    ;;
  'yarn node') class=org.apache.hadoop.yarn.client.cli.NodeCLI ;;
  'yarn logs') class=org.apache.hadoop.yarn.client.cli.LogsCLI ;;
  'yarn rmadmin') class=org.apache.hadoop.yarn.client.cli.RMAdminCLI ;;
  'yarn queue') class=org.apache.hadoop.yarn.client.cli.QueueCLI ;;
  'mapred job') class=org.apache.hadoop.mapred.JobClient ;;
  *' '*.*) class=$word ;;
  *)
    echo "$name: there is no command $word here; a class is named with its package" >&2
    exit 64
    ;;
esac
level=${MUSTER_LOG_LEVEL:-WARN}
[ "$class" != org.apache.hadoop.util.RunJar ] || level=${MUSTER_LOG_LEVEL:-INFO}
exec "$JAVA_HOME/bin/java" -XX:+IgnoreUnrecognizedVMOptions --add-opens=java.base/java.lang=ALL-UNNAMED \
  -XX:-UsePerfData -XX:TieredStopAtLevel=1 "-Djava.io.tmpdir=$base/tmp" "-Dmuster.level=$level" \
  "-Dlog4j.configuration=file:$base/conf/client.properties" "-Xmx${MUSTER_CLIENT_MEMORY:-512m}" \
  -cp "$base/conf:$HADOOP_HOME/jars/*" "$class" "$@"

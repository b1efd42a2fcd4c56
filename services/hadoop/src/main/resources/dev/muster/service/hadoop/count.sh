# Counts words with MapReduce on HDFS: on the head, $1 the service's folder below the home, $2 a name for this time. The text comes on
# the input; prints what was counted, "WORD<tab>NUMBER" a line. Nothing of it stays.
set -eu
base=$HOME/$1
folder=/tmp/muster-test-$2
home=$(sed -n 's/^HADOOP_HOME=//p' "$base/conf/env")
trap '"$base/bin/hdfs" dfs -rm -r -f -skipTrash "$folder" >/dev/null 2>&1 </dev/null || :' EXIT
"$base/bin/hdfs" dfs -mkdir -p "$folder/in" </dev/null
"$base/bin/hdfs" dfs -put - "$folder/in/words"
said=$base/tmp/count.$2
if ! "$base/bin/hadoop" jar "$home"/jars/hadoop-mapreduce-examples-*.jar wordcount "$folder/in" "$folder/out" >"$said" 2>&1 </dev/null; then
  grep -E 'ERROR|FAILED|Exception|Diagnostics|Container' "$said" | tail -n 5 | cut -c1-300 >&2
  tail -n 2 "$said" | cut -c1-300 >&2
  rm -f "$said"
  exit 1
fi
rm -f "$said"
"$base/bin/hdfs" dfs -cat "$folder/out/part-*" </dev/null

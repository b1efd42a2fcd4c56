#!/bin/sh
# Counts the words of the files that came with this job, with MapReduce on the HDFS of the cluster. Writes words.tsv.
set -eu
hadoop=$HOME/.muster/clusters/$1/services/hadoop
shift
folder=/user/$(id -un)/wordcount-$$
trap '"$hadoop/bin/hdfs" dfs -rm -r -f -skipTrash "$folder" >/dev/null' EXIT
"$hadoop/bin/hdfs" dfs -mkdir -p "$folder/in"
"$hadoop/bin/hdfs" dfs -put "$@" "$folder/in/"
"$hadoop/bin/hadoop" jar "$hadoop"/dist/*/jars/hadoop-mapreduce-examples-*.jar wordcount "$folder/in" "$folder/out"
"$hadoop/bin/hdfs" dfs -cat "$folder/out/part-*" >words.tsv
sort -t "$(printf '\t')" -k 2,2nr -k 1,1 words.tsv | head -n 5

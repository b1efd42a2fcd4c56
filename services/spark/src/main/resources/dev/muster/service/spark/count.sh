# Counts words with Spark: on the head, $1 the service's folder below the home, $2 a name for this time, $3 the size of the jar in bytes. The
# jar comes on the input, then the text; prints what was counted, "WORD<tab>NUMBER" a line. Nothing of it stays.
set -eu
umask 077
base=$HOME/$1
folder=$base/tmp/count.$2
mkdir -p "$folder/work"
trap 'rm -rf "$folder"' EXIT
head -c "$3" >"$folder/count.jar"
cat >"$folder/text"
cd "$folder/work"
if ! sh "$base/submit.sh" 512m --class dev.muster.spark.WordCount "$folder/count.jar" "$folder/text" "$folder/words" >"$folder/said" 2>&1 </dev/null; then
  grep -E 'ERROR|Exception' "$folder/said" | tail -n 3 | cut -c1-300 >&2
  tail -n 2 "$folder/said" | cut -c1-300 >&2
  exit 1
fi
cat "$folder/words"

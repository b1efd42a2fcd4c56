#!/bin/sh
# Tries the image on a Docker daemon, without a network: scripts/image-check.sh BASE. The demo runs on workers of the
# container and on Spark in it; the weather pipeline in one warm driver and, in multimno's form, by a driver for each
# component. The results must be the same, and the expected ones.
set -eu
base=${1:?usage: scripts/image-check.sh BASE, as scripts/image.sh takes it}
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'docker rmi -f muster-check >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
sh "$home/scripts/image.sh" "$base" docker://muster-check
(cd "$home" && mvn -B -ntp -q -Dmaven.test.skip=true -pl examples/weather-pipeline package)
cp -R "$home/examples/demo" "$home/examples/weather-pipeline" "$work/"
rm -rf "$work/demo/results"

in_image() {
  directory=$1
  shift
  docker run --rm --network none -v "$work:/work" -w "/work/$directory" muster-check "$@"
}

map() {
  name=$1
  shift
  in_image demo map . -n 0 --fresh "$@"
  cp "$work/demo/results/latest/results.csv" "$work/$name.csv"
}

pipeline() {
  rm -rf "$work/weather-pipeline/work"
  in_image weather-pipeline pipeline run "$@"
  for table in months extremes; do
    cmp "$work/weather-pipeline/work/exports/$table/part-00000" "$work/weather-pipeline/expected/$table.csv"
  done
}

map local
map spark --engine spark --master 'local[2]'
cmp "$work/local.csv" "$work/spark.csv"
pipeline pipeline.yaml --reuse-session
pipeline pipeline.json
echo "image-check: maps have the same results, pipelines the expected ones"

#!/bin/sh
# Tries the image on a Docker daemon, without a network: scripts/image-check.sh BASE. The demo runs on workers of the
# container and on Spark in it; the results must be the same.
set -eu
base=${1:?usage: scripts/image-check.sh BASE, as scripts/image.sh takes it}
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'docker rmi -f muster-check >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
sh "$home/scripts/image.sh" "$base" docker://muster-check
cp -R "$home/examples/demo" "$work/demo"
rm -rf "$work/demo/results"
map() {
  docker run --rm --network none -v "$work:/work" muster-check map demo -n 0 --fresh "$@" || exit 1
  cp "$work/demo/results/latest/results.csv" "$work/$name.csv"
}
name=local map
name=spark map --engine spark --master 'local[2]'
cmp "$work/local.csv" "$work/spark.csv"
echo "image-check: both runs have the same results"

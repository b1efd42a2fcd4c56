#!/bin/sh
# Makes a container image of Muster with Spark in it, without a Docker daemon where none is needed (Jib).
#
#   scripts/image.sh BASE [TO]
#
# BASE has a Java runtime of 17 or newer and python3: docker://NAME of the local daemon, tar://FILE, or NAME of a
# registry. TO is docker://NAME (default docker://muster), tar://FILE, or NAME of a registry to push to.
set -eu
[ $# -ge 1 ] && [ $# -le 2 ] || {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 64
}
base=$1 to=${2:-docker://muster}
case $to in
  docker://*) goal=dockerBuild name=${to#docker://} file= ;;
  tar://*) goal=buildTar name=muster file=${to#tar://} ;;
  *) goal=build name=$to file= ;;
esac
case $file in '' | /*) ;; *) file=$PWD/$file ;; esac
case $base in tar:///*) ;; tar://*) base=tar://$PWD/${base#tar://} ;; esac

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
files=$home/app/target/image
"$home/muster" distribution fetch spark --quiet
rm -rf "$files"
mkdir -p "$files/opt/muster/bin" "$files/opt/muster/examples"
trap 'rm -rf "$files"' EXIT
cp "$home/scripts/image/muster" "$files/opt/muster/bin/"
cp -R "$home/examples/demo" "$files/opt/muster/examples/"
rm -rf "$files/opt/muster/examples/demo/results"
"$home/muster" distribution bundle spark --quiet -o "$files/spark.tar.gz"
tar -C "$files/opt" -xzf "$files/spark.tar.gz"
rm -f "$files/spark.tar.gz"
mv "$files"/opt/spark-* "$files/opt/spark"

cd "$home"
mvn -B -ntp -q -Dstyle.color=never -Pimage -Dmaven.test.skip=true -Dspotless.check.skip=true -Djacoco.skip=true \
  -pl app -am package "-Djib.goal=$goal" "-Djib.from.image=$base" "-Djib.to.image=$name" ${file:+"-Djib.outputPaths.tar=$file"}

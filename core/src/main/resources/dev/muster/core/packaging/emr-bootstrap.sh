#!/bin/sh
# EMR bootstrap action that brings package @NAME@ to a node. EMR runs it on every node as user hadoop, before it
# installs Spark, and again on nodes that come later. Jars are therefore named by settings, not copied to Spark's folder.
#   aws emr create-cluster … --bootstrap-actions 'Path=s3://BUCKET/@NAME@-VERSION-HASH/emr-bootstrap.sh,Args=[s3://BUCKET/@NAME@-VERSION-HASH.tar]'
# Usage: emr-bootstrap.sh s3://…/@NAME@-VERSION-HASH.tar [OPTION-OF-INSTALL.SH…]
set -eu
name=@NAME@
base=${MUSTER_PACKAGES:-/opt/muster/packages}
fail() {
  printf 'emr-bootstrap: %s\n' "$1" >&2
  exit 1
}
url=${1:?name the package: s3://…/$name-VERSION-HASH.tar}
shift
file=${url##*/}
id=${file%.tar*}
hash=${id##*-}
case $id in "$name"-*-*) ;; *) fail "$url is no package called $name" ;; esac
case $hash in *[!0-9a-f]* | '') fail "the name of $url does not end with a hash" ;; esac
root=$base/$name/${id#"$name"-}
if [ ! -d "$base/$name" ] || [ ! -w "$base/$name" ]; then
  sudo mkdir -p "$base/$name"
  sudo chown "$(id -un)" "$base" "$base/$name"
fi
if [ ! -f "$root/SHA256SUMS" ]; then
  work=$(mktemp -d "$base/$name/.fresh-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  aws s3 cp --only-show-errors "$url" "$work/$file"
  tar -xf "$work/$file" -C "$work" --no-same-owner
  rm -f "$work/$file"
  case $(sha256sum <"$work/$id/SHA256SUMS") in "$hash"*) ;; *) fail "$url is not what its name says" ;; esac
  mv -T "$work/$id" "$root"
fi
# Not exec: what the trap removes would stay.
sh "$root/bin/install.sh" --link "$@" "$root"

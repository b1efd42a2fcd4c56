#!/bin/sh
# Dataproc initialization action that brings package @NAME@ to a node. It runs on every node as root, and on nodes that
# come later. The package is named by an attribute of the instance:
#   gcloud dataproc clusters create … --initialization-actions gs://BUCKET/@NAME@-VERSION-HASH/dataproc-init.sh \
#     --metadata muster-package=gs://BUCKET/@NAME@-VERSION-HASH.tar
set -eu
name=@NAME@
base=${MUSTER_PACKAGES:-/opt/muster/packages}
fail() {
  printf 'dataproc-init: %s\n' "$1" >&2
  exit 1
}
url=$(/usr/share/google/get_metadata_value attributes/muster-package) ||
  fail "this instance has no attribute muster-package: --metadata muster-package=gs://…/$name-VERSION-HASH.tar"
file=${url##*/}
id=${file%.tar*}
hash=${id##*-}
case $id in "$name"-*-*) ;; *) fail "$url is no package called $name" ;; esac
case $hash in *[!0-9a-f]* | '') fail "the name of $url does not end with a hash" ;; esac
root=$base/$name/${id#"$name"-}
mkdir -p "$base/$name"
if [ ! -f "$root/SHA256SUMS" ]; then
  work=$(mktemp -d "$base/$name/.fresh-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  gsutil -q cp "$url" "$work/$file"
  tar -xf "$work/$file" -C "$work" --no-same-owner
  rm -f "$work/$file"
  case $(sha256sum <"$work/$id/SHA256SUMS") in "$hash"*) ;; *) fail "$url is not what its name says" ;; esac
  mv -T "$work/$id" "$root"
fi
sh "$root/bin/install.sh" --link "$@" "$root"

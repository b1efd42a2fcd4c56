#!/bin/sh
# Starts what this package is for, with its Python, its Java and Spark's settings for it, in its folder code/.
# Usage: launch.sh [--] [ARG…]               its entry
#        launch.sh -e code/FILE [--] [ARG…]  another file of it: .py, .sh, .jar or a program
#        launch.sh -s [OPTION…] FILE [ARG…]  spark-submit, in that folder
set -eu
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
case $self in */*) root=${self%/*}/.. ;; *) root=.. ;; esac
root=$(CDPATH='' cd -- "$root" && pwd -P)
submit='' entry=''
if [ "${1-}" = -s ]; then
  submit=1
  shift
elif [ "${1-}" = -e ]; then
  entry=${2:?launch.sh -e FILE}
  shift 2
else
  entry=$(sed -n '1s/.*"entry":"\([^"]*\)".*/\1/p' "$root/manifest.json")
fi
if [ -z "$submit" ] && { [ -z "$entry" ] || [ ! -f "$root/$entry" ]; }; then
  printf 'launch: this package has no %s\n' "${entry:-entry}" >&2
  printf '  try: launch.sh -e code/FILE, or build it with --entry FILE\n' >&2
  exit 64
fi
if [ ! -f "$root/.whole" ]; then
  printf 'launch: %s is not installed\n  try: sh %s/bin/install.sh --link\n' "$root" "$root" >&2
  exit 78
fi
if [ -n "$submit" ]; then
  exec sh "$root/bin/with.sh" -C "$root/code" spark-submit "$@"
fi
[ "${1-}" != -- ] || shift
set -- "$root/$entry" "$@"
case $entry in
  *.py) set -- python3 "$@" ;;
  *.sh) set -- sh "$@" ;;
  *.jar) set -- spark-submit "$@" ;;
esac
exec sh "$root/bin/with.sh" -C "$root/code" "$@"

# Makes the service's folder $1 below the home, which nobody else may look into; $2 are the distributions that stay,
# then folders in it.
set -eu
umask 077
base=$HOME/$1
kept=$2
shift 2
for part; do
  mkdir -p "$base/$part"
done
# Distributions that were left half, or that another version had.
for old in "$base"/dist/*; do
  case " $kept " in *" ${old##*/} "*) ;; *) rm -rf "$old" ;; esac
done

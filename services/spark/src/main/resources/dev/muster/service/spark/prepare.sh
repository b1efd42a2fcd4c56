# Makes the service's folder $1 below the home, which nobody else may look into; $2 are the distributions that stay.
set -eu
umask 077
for part in conf dist events logs recovery tmp work master worker; do
  mkdir -p "$HOME/$1/$part"
done
# Distributions that were left half, or that another version had.
for old in "$HOME/$1"/dist/*; do
  case " $2 " in *" ${old##*/} "*) ;; *) rm -rf "$old" ;; esac
done

# Writes files that come on the input, each as "MODE BYTES PATH" and its bytes; PATH is below the
# folder $1. A file appears whole or not at all. Prints "changed" when one differs from what was there.
set -eu
umask 077
base=$HOME/$1
mkdir -p "$base"
changed=
while IFS=' ' read -r mode bytes path; do
  file=$base/$path
  mkdir -p "${file%/*}"
  head -c "$bytes" >"$file.new"
  [ "$(wc -c <"$file.new")" -eq "$bytes" ] || exit 74 # the connection broke
  chmod "$mode" "$file.new"
  if cmp -s "$file.new" "$file"; then
    rm -f "$file.new"
  else
    mv -f "$file.new" "$file"
    changed=yes
  fi
done
[ -z "$changed" ] || echo changed

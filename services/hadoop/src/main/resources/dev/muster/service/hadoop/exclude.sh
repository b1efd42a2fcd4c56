# Says to HDFS and YARN which nodes leave: on the head, $1 the service's folder below the home, $2 "leave", "come" or "set", $3 seconds
# that what runs may go on, then addresses. Nothing is said to programs when nothing changes.
set -eu
umask 077
base=$HOME/$1
what=$2
seconds=$3
shift 3
file=$base/conf/excludes
touch "$file"
for address; do echo "$address"; done >"$file.these"
if [ "$what" = leave ]; then
  sort -u "$file" "$file.these" >"$file.new"
else
  grep -vxFf "$file.these" "$file" >"$file.new" || :
fi
rm -f "$file.these"
if cmp -s "$file" "$file.new"; then
  rm -f "$file.new"
  [ "$what" = leave ] || exit 0
else
  mv -f "$file.new" "$file"
fi
[ "$what" != set ] || exit 0
"$base/bin/hdfs" dfsadmin -refreshNodes >/dev/null
if [ "$what" = leave ]; then
  "$base/bin/yarn" rmadmin -refreshNodes -g "$seconds" -server
else
  "$base/bin/yarn" rmadmin -refreshNodes
fi

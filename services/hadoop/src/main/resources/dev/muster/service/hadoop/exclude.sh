# Says to HDFS and YARN which nodes leave: on the head, $1 the service's folder below the home, $2 "leave", "come" or "set", $3 seconds
# that what runs may go on, then addresses. With "set", which a deployment says before it starts programs, those that run already are told
# only when something changes.
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
changed=
if cmp -s "$file" "$file.new"; then
  rm -f "$file.new"
else
  mv -f "$file.new" "$file"
  changed=yes
fi
if [ "$what" = set ]; then
  [ -n "$changed" ] && sh "$base/supervise.sh" status "$base/namenode" 2>/dev/null | grep -q '^child ' || exit 0
fi
"$base/bin/hdfs" dfsadmin -refreshNodes >/dev/null
if [ "$what" = leave ]; then
  "$base/bin/yarn" rmadmin -refreshNodes -g "$seconds" -server
else
  "$base/bin/yarn" rmadmin -refreshNodes
fi

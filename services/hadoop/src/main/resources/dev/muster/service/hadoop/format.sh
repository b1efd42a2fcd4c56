# Makes the name directory of a new HDFS: $1 the service's folder below the home, $2 that of its data, $3 the cluster's id.
# One that is there stays when it is this cluster's; another's is never touched.
set -eu
umask 077
base=$HOME/$1
data=$HOME/$2
name=$data/name
mkdir -p "$data"
# One at a time: a deployment whose connection broke may still be at work here.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$data/format.lock"
  flock 9 || : # not every file system has locks
fi
if [ -d "$name" ] && [ -n "$(ls -A "$name")" ]; then
  id=$(sed -n 's/^clusterID=//p' "$name/current/VERSION" 2>/dev/null || :)
  [ "$id" != "$3" ] || exit 0
  echo "$name is not empty and not this cluster's (its id is ${id:-unknown}); it is not formatted" >&2
  exit 1
fi
# In another place first: one that was left half is never taken for one that is whole.
rm -rf "$data/name.new"
if ! said=$(MUSTER_LOG_LEVEL=ERROR "$base/bin/hdfs" namenode "-Ddfs.namenode.name.dir=file://$data/name.new" -format \
  -clusterid "$3" -nonInteractive 2>&1 </dev/null); then
  echo "HDFS cannot be formatted: $(printf '%s' "$said" | tail -n 4 | cut -c1-400)" >&2
  exit 1
fi
rmdir "$name" 2>/dev/null || :
mv -T "$data/name.new" "$name"

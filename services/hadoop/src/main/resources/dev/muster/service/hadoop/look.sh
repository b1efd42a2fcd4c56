# Says what only Hadoop wants to know of a host: $1 the folder of its data below the home. Changes nothing.
# "name ID" and "data ID" are the clusters whose data is there, "name ?" or "data ?" is something else that is there.
data=$HOME/$1
echo "user $(id -un)"
command -v bash >/dev/null 2>&1 || echo "missing bash"
for part in name data; do
  [ -d "$data/$part" ] || continue
  [ -n "$(ls -A "$data/$part" 2>/dev/null)" ] || continue
  id=$(sed -n 's/^clusterID=//p' "$data/$part/current/VERSION" 2>/dev/null)
  echo "$part ${id:-?}"
done
# Containers write programs into the folder of the service and run them.
near=$HOME
if command -v findmnt >/dev/null 2>&1; then
  case ",$(findmnt -no OPTIONS -T "$near" 2>/dev/null)," in *,noexec,*) echo "noexec $near" ;; esac
fi
echo end

# Makes the folder of a cluster on a host: $1 name, $2 id, $3 record of the cluster as JSON.
# A link is made by one process only, so two clusters of a name cannot both get the folder.
set -eu
umask 077
folder=$HOME/.muster/clusters/$1
mkdir -p "$folder"
printf '%s\n' "$2" >"$folder/.id.$$"
ln "$folder/.id.$$" "$folder/id" 2>/dev/null || :
rm -f "$folder/.id.$$"
holder=$(cat "$folder/id")
if [ "$holder" != "$2" ]; then
  echo "$folder belongs to another cluster of that name: $(cat "$folder/cluster.json" 2>/dev/null || echo "$holder")" >&2
  exit 75
fi
printf '%s\n' "$3" >"$folder/.cluster.json"
mv "$folder/.cluster.json" "$folder/cluster.json"

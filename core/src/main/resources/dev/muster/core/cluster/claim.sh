# Makes the folder of a cluster on a host: $1 name, $2 id, $3 record of the cluster as JSON. Reads the
# number of the node, and behind it those of nodes that have left. A link is made by one process only, so two clusters of a name cannot both get
# the folder, nor two nodes whose users have the same home folder.
set -eu
umask 077
folder=$HOME/.muster/clusters/$1
read -r number gone
mkdir -p "$folder"
hold() {
  printf '%s\n' "$2" >"$folder/.$1.$$"
  ln "$folder/.$1.$$" "$folder/$1" 2>/dev/null || :
  rm -f "$folder/.$1.$$"
  cat "$folder/$1"
}
holder=$(hold id "$2")
if [ "$holder" != "$2" ]; then
  echo "$folder belongs to another cluster of that name: $(cat "$folder/cluster.json" 2>/dev/null || echo "$holder")" >&2
  exit 75
fi
first=$(hold node "$number")
case " $gone " in
  *" $first "*)
    rm -f "$folder/node"
    first=$(hold node "$number")
    ;;
esac
if [ "$first" != "$number" ]; then
  echo "$folder is that of node $first of this cluster, too: give its user a home folder of its own" >&2
  exit 75
fi
printf '%s\n' "$3" >"$folder/.cluster.json"
mv "$folder/.cluster.json" "$folder/cluster.json"

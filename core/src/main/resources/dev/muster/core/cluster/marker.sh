# Prints the record of a cluster that is on a host: $1 name. 66 when there is none.
folder=$HOME/.muster/clusters/$1
[ -f "$folder/cluster.json" ] || exit 66
cat "$folder/cluster.json"

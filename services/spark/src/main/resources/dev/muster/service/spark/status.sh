# Says how the programs of the service's folder $1 are: for each "part NAME", the supervisor's lines.
base=$HOME/$1
for part in master worker; do
  [ -r "$base/$part/argv" ] || continue
  echo "part $part"
  sh "$base/supervise.sh" status "$base/$part"
done
[ -r "$base/ports" ] && sed 's/^/port /' "$base/ports"
[ -r "$base/worker/argv" ] && awk '/Starting Spark worker|Connecting to master|Connection to master failed/ { r = 0 }
  /Successfully registered with master|Master has changed, new master/ { r = 1 } END { print "registered " r + 0 }' "$base/logs/worker.log" 2>/dev/null
echo "address $(cat "$base/address" 2>/dev/null)"
echo whole

# Says "registered 1" when the worker of the service's folder $1 is registered with its master, "registered 0" when it is not.
base=$HOME/$1
[ -r "$base/worker/argv" ] || exit 0
awk '/Starting Spark worker|Connecting to master|Connection to master failed/ { r = 0 }
  /Successfully registered with master|Master has changed, new master/ { r = 1 } END { print "registered " r + 0 }' "$base/logs/worker.log" 2>/dev/null
exit 0

# Prints "CORES MIB": what the NodeManager of this host gives away, when it works: $1 Hadoop's folder below the home.
hadoop=$HOME/$1
[ "$(cat "$hadoop/nodemanager/state" 2>/dev/null)" = running ] || exit 0
value() {
  sed -n "s,.*<name>yarn.nodemanager.resource.$1</name><value>\([0-9]*\)</value>.*,\1,p" "$hadoop/conf/yarn-site.xml"
}
echo "$(value cpu-vcores) $(value memory-mb)"

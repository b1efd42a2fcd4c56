# Says where Spark is on a head: $1 the service's folder below the home; with "yarn" as $2 also where its Hadoop is. Then its
# settings follow, on YARN those that name no standalone master and no secret of it.
spark=$HOME/$1
hadoop=${spark%/*}/hadoop
settings=$spark/conf/spark-defaults.conf
[ -f "$spark/master/argv" ] || exit 66
if [ "$2" = yarn ]; then
  settings=$spark/yarn/spark.conf
  [ -r "$hadoop/conf/yarn-site.xml" ] && [ -r "$settings" ] || exit 67
fi
echo "home $HOME"
[ "$2" != yarn ] || echo "hadoop $hadoop/conf"
echo "java $(head -n 1 "$spark/master/argv")"
sed -n 's/^SPARK_HOME=/spark /p' "$spark/master/env"
echo "python $(command -v python3)"
sed 's/^/env /' "$spark/master/env"
[ "$2" != yarn ] || echo "env HADOOP_CONF_DIR=$hadoop/conf"
echo "settings"
cat "$settings"

# Says where Spark is on a head: $1 the service's folder below the home. Then its settings follow.
spark=$HOME/$1
[ -f "$spark/master/argv" ] || exit 66
echo "home $HOME"
echo "java $(head -n 1 "$spark/master/argv")"
sed -n 's/^SPARK_HOME=/spark /p' "$spark/master/env"
echo "python $(command -v python3)"
sed 's/^/env /' "$spark/master/env"
echo "settings"
cat "$spark/conf/spark-defaults.conf"

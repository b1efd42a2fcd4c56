# Says whether this host runs Python applications of its Spark: $1 the interpreter, or nothing for the usual one.
# Prints "python X.Y" when it does; else what is missing and, on the next line, what to do.
base=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# The version of Spark, and the least minor version of Python 3 that it takes.
read -r spark least <"$base/python"
for part in master worker; do
  [ -r "$base/$part/env" ] || continue
  while IFS= read -r line; do
    export "${line?}"
  done <"$base/$part/env"
  break
done
python=${1:-${PYSPARK_PYTHON:-python3}}
if ! command -v "$python" >/dev/null 2>&1; then
  printf '%s\n' "it has no $python" "apt-get install python3 there, version 3.$least or newer"
  exit 0
fi
"$python" - "$spark" "$least" "$SPARK_HOME"/python/lib/pyspark.zip "$SPARK_HOME"/python/lib/py4j-*-src.zip <<'END'
import sys
spark, least, places = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
here = "%d.%d" % sys.version_info[:2]
if sys.version_info[:2] < (3, least):
    print("its %s is Python %s; Spark %s needs 3.%d or newer" % (sys.executable, here, spark, least))
    print("install a newer one there and name it: --conf spark.pyspark.python=/path/on/the/hosts")
    sys.exit()
sys.path[1:1] = places
try:
    import pyspark
    found = str(pyspark.__version__)
except Exception as e:
    print("its %s has no pyspark: %s" % (sys.executable, " ".join(str(e).split())))
    print("%s -m pip install pyspark==%s there, or deploy a Spark that has it: -o spark-home=DIR or -o tarball=FILE"
          % (sys.executable, spark))
    sys.exit()
if found.split(".")[:2] != spark.split(".")[:2]:
    print("its %s has pyspark %s, Spark is %s" % (sys.executable, found, spark))
    print("%s -m pip install pyspark==%s there" % (sys.executable, spark))
    sys.exit()
print("python " + here)
END

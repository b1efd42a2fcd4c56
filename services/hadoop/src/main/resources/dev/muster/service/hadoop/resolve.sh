# Prints "NAME ADDRESS" for each name among its arguments that this host knows.
for name; do
  getent ahosts "$name" | awk -v name="$name" '{ print name, $1; exit }'
done

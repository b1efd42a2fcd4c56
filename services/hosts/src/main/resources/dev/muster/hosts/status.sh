# Says how the programs of the service's folder $1 are: for each "part NAME", the supervisor's lines.
# Then the programs.
base=$HOME/$1
shift
for part; do
  [ -r "$base/$part/argv" ] || continue
  echo "part $part"
  sh "$base/supervise.sh" status "$base/$part"
done
[ -r "$base/ports" ] && sed 's/^/port /' "$base/ports"
echo "address $(cat "$base/address" 2>/dev/null)"
echo whole

# With "own" as $1: the name that this host has for that of the addresses behind it which is its own, "own NAME". With "others": the names
# among them that it does not know, "unknown NAME".
what=$1
shift
own=" $(hostname -I 2>/dev/null) "
for one; do
  if [ "$what" = others ]; then
    getent ahosts "$one" >/dev/null 2>&1 || echo "unknown $one"
    continue
  fi
  case $own in *" $one "*)
    name=$(getent hosts "$one" | awk '{ print $2; exit }')
    echo "own ${name:-$one}"
    break
    ;;
  esac
done
exit 0

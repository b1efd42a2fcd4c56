# Notes that the folder $1 below the home is whole and has the digest $2; with $3 "java" when its Java runs.
if [ "$3" = java ] && ! said=$("$HOME/$1/bin/java" -XX:-UsePerfData -version 2>&1); then
  echo "the Java that was shipped does not run: $(printf '%s' "$said" | tail -n 2 | cut -c1-300)" >&2
  exit 1
fi
printf '%s\n' "$2" >"$HOME/$1/whole"

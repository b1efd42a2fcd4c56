# Hands a job over: $1 its folder below the home, $2 its command as quoted words, $3 its time limit
# in seconds or 0, $4 how often it may be begun again, $5 the supervisor, $6 the folder of shipped files
# below the home, then names of those that the job gets into its working folder. Its environment comes on the input.
# The folder appears whole or not at all, so a submission that is repeated starts nothing twice.
set -eu
umask 077
job=$HOME/$1
command=$2
limit=$3
retries=$4
supervisor=$5
files=$HOME/$6
shift 6
if [ ! -d "$job" ]; then
  new=$job.new.$$
  mkdir -p "$new/work" "$new/attempts"
  printf '%s\n' "$command" >"$new/command"
  printf '%s\n' "$limit" >"$new/limit"
  printf '%s\n' "$retries" >"$new/retries"
  printf '%s\n' "$supervisor" >"$new/supervise.sh"
  cat >"$new/environment"
  for file in "$@"; do
    ln -s "$files/$file" "$new/work/${file##*/}"
  done
  : >"$new/log"
  # Renaming a folder over another one fails unless that one is empty, and ours never is.
  mv -T "$new" "$job" 2>/dev/null || rm -rf "$new"
fi
if [ ! -d "$job/running" ]; then
  setsid sh "$job/supervise.sh" "$job" >/dev/null 2>&1 </dev/null &
fi

# Runs an attempt of a step to its end, whether Muster lives or not: $1 the attempt's folder, $2 its time limit in
# seconds or 0, $3 seconds of grace, then the command. It is the leader of a session. Who makes the file "state" has the
# attempt: "NUMBER TICKS BOOT" of this process; Muster makes it itself where the attempt is not to begin any more. A line
# "exit CODE" ends it: it goes into the block that the first one has, should the command have filled the disk.
# No program is started but the command, and no file made but that: a step that does nothing should cost next to nothing.
folder=$1
limit=$2
grace=$3
shift 3
ticks=0
boot=-
behind_name() {
  shift 19
  ticks=$1
}
{ read -r stat </proc/self/stat && read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null &&
  behind_name ${stat##*) }
set -C
{ echo "$$ $ticks $boot" >"$folder/state"; } 2>/dev/null || exit 0
set +C
# The command is asked to end with all of its group; this process stays to say how it did.
trap : TERM HUP INT
if [ "$limit" -gt 0 ]; then
  (
    trap '' TERM HUP INT
    sleep "$limit"
    echo timeout >"$folder/stopped"
    kill -TERM 0
    sleep "$grace"
    echo exit 137 >>"$folder/state"
    kill -KILL 0
  ) >/dev/null 2>&1 </dev/null &
fi
(exec "$@") </dev/null
echo exit $? >>"$folder/state"
# What the command left in its group goes with it.
kill -KILL 0

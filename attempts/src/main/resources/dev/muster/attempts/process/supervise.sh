# Runs an attempt of a step to its end, whether Muster lives or not: $1 the attempt's folder, $2 its time limit in
# seconds or 0, $3 seconds of grace, then the command. It is the leader of a session. Who makes the file "pid" has the
# attempt: "NUMBER TICKS BOOT" of this process; Muster makes it itself where the attempt is not to begin any more.
# No program is started but the command: a step that does nothing should cost next to nothing.
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
{ echo "$$ $ticks $boot" >"$folder/pid"; } 2>/dev/null || exit 0
set +C
# Room for the exit code: the command may fill the disk.
{ echo '    ' >"$folder/exit"; } 2>/dev/null || exit 0
# The command is asked to end with all of its group; this process stays to say how it did.
trap : TERM HUP INT
if [ "$limit" -gt 0 ]; then
  (
    trap '' TERM HUP INT
    sleep "$limit"
    echo timeout >"$folder/stopped"
    kill -TERM 0
    sleep "$grace"
    echo 137 1<>"$folder/exit"
    kill -KILL 0
  ) >/dev/null 2>&1 </dev/null &
fi
(exec "$@") </dev/null
code=$?
echo "$code" 1<>"$folder/exit"
# What the command left in its group goes with it.
kill -KILL 0

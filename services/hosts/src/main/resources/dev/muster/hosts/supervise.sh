#!/bin/sh
# Keeps one program running on a host: detached from who started it, started again after a crash,
# stopped with all that it started. POSIX sh and /proc.
#
#   supervise.sh start FOLDER     starts it under a supervisor, unless one is at work
#   supervise.sh stop FOLDER [S]  ends it and its supervisor; S seconds of grace, else 10
#   supervise.sh status FOLDER    says how it is: lines of "name value", the last is "end"
#   supervise.sh run FOLDER       the supervisor itself
#
# FOLDER has: argv (an argument a line), env (NAME=value a line), id (stands in the environment of all
# that the program starts: it is how they are found). Written here: child and supervisor (number and
# start time of a process), state, restarts, exit, stop (somebody wants it to stop), log.
set -u

fail() {
  echo "supervise: $*" >&2
  exit 1
}

# When a process started, in ticks since the boot: a number that is used again has another.
started() {
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [ "$1" != Z ] && echo "${20}"
}

# Whether the process that a file names lives; sets pid.
lives() {
  pid=
  { read -r pid time <"$1"; } 2>/dev/null || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  [ "$(started "$pid")" = "$time" ]
}

# Names a process in a file, whole or not at all.
note() {
  time=$(started "$2") || return 1
  echo "$2 $time" >"$1.new" && mv -f "$1.new" "$1"
}

say() {
  echo "$2" >"$folder/$1.new" && mv -f "$folder/$1.new" "$folder/$1"
}

# Everything that carries the id in its environment.
members() {
  grep -lF "MUSTER_SERVICE=$id" /proc/[0-9]*/environ 2>/dev/null |
    while IFS=/ read -r _ _ member _; do
      started "$member" >/dev/null && echo "$member"
    done
}

signal() {
  for member in $(members); do
    kill "-$1" "$member" 2>/dev/null
  done
}

# Ends all that carry the id: a word, then so many seconds, then none.
clear_out() {
  tenths=$(($1 * 10))
  signal TERM
  while [ -n "$(members)" ] && [ "$tenths" -gt 0 ]; do
    sleep 0.1 2>/dev/null || { sleep 1; tenths=$((tenths - 9)); }
    tenths=$((tenths - 1))
  done
  tenths=50
  while [ -n "$(members)" ] && [ "$tenths" -gt 0 ]; do
    signal KILL
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths - 1))
  done
  [ -z "$(members)" ]
}

# One at a time: the lock names its owner, so that a dead one's is taken over.
take() {
  self=$$
  time=$(started $self) || fail "no /proc"
  echo "$self $time" >"$folder/supervisor.$self"
  tries=0
  until ln "$folder/supervisor.$self" "$folder/supervisor" 2>/dev/null; do
    if lives "$folder/supervisor"; then
      rm -f "$folder/supervisor.$self"
      return 1
    fi
    [ $tries -lt 20 ] || fail "cannot write to $folder"
    tries=$((tries + 1))
    # A dead one's, unless another has just put its own in place: then that goes aside, is seen, goes back.
    mv "$folder/supervisor" "$folder/supervisor.old.$self" 2>/dev/null || continue
    if lives "$folder/supervisor.old.$self"; then
      ln "$folder/supervisor.old.$self" "$folder/supervisor" 2>/dev/null
    fi
    rm -f "$folder/supervisor.old.$self"
  done
  rm -f "$folder/supervisor.$self"
}

launch() {
  set --
  while IFS= read -r word || [ -n "$word" ]; do
    set -- "$@" "$word"
  done <"$folder/argv"
  [ $# -gt 0 ] || fail "no $folder/argv"
  (
    while IFS= read -r line || [ -n "$line" ]; do
      export "${line?}"
    done <"$folder/env"
    export "MUSTER_SERVICE=$id"
    exec setsid "$@"
  ) </dev/null >>"$folder/log" 2>&1 &
  child=$!
  note "$folder/child" "$child" || rm -f "$folder/child"
}

# Waits for an end of the child; one of a supervisor that was killed can only be looked at.
await() {
  if [ "$1" = own ]; then
    wait "$child"
    status=$?
    # A signal to the supervisor ends wait before the child ended.
    while [ "$(started "$child")" = "$childtime" ] && [ -n "$childtime" ]; do
      wait "$child"
      status=$?
    done
  else
    status=unknown
    while lives "$folder/child" && [ ! -e "$folder/stop" ]; do
      sleep 1
    done
  fi
}

rest() {
  seconds=$1
  while [ "$seconds" -gt 0 ] && [ ! -e "$folder/stop" ]; do
    sleep 1
    seconds=$((seconds - 1))
  done
}

run() {
  take || exit 0
  trap '' HUP INT
  trap ': >"$folder/stop"; signal TERM' TERM
  first=${MUSTER_BACKOFF:-1}
  most=${MUSTER_RESTARTS:-10}
  backoff=$first
  crashes=0
  restarts=0
  while [ ! -e "$folder/stop" ]; do
    begun=$(date +%s)
    if lives "$folder/child" && grep -qF "MUSTER_SERVICE=$id" "/proc/$pid/environ" 2>/dev/null; then
      child=$pid
      whose=adopted
    else
      clear_out 2 || :
      launch
      whose=own
    fi
    childtime=$(started "$child") || childtime=
    say state running
    await $whose
    [ ! -e "$folder/stop" ] || break
    say exit "$status"
    # What it started must not stay beside what is started anew.
    clear_out 5 || :
    if [ $(($(date +%s) - begun)) -ge 60 ]; then
      backoff=$first
      crashes=0
    fi
    crashes=$((crashes + 1))
    if [ "$crashes" -gt "$most" ]; then
      say state failed
      echo "supervise: ended $crashes times in a row, last with $status: given up" >>"$folder/log"
      rm -f "$folder/child" "$folder/supervisor"
      exit 1
    fi
    restarts=$((restarts + 1))
    say restarts "$restarts"
    say state waiting
    echo "supervise: it ended with $status; started again in $backoff s" >>"$folder/log"
    rest "$backoff"
    backoff=$((backoff * 2))
    [ "$backoff" -le 60 ] || backoff=60
  done
  clear_out "${MUSTER_GRACE:-10}" || :
  say state stopped
  rm -f "$folder/child" "$folder/supervisor"
}

start() {
  [ -r "$folder/argv" ] && [ -r "$folder/env" ] || fail "no argv and env in $folder"
  rm -f "$folder/stop"
  if lives "$folder/supervisor"; then
    return 0
  fi
  rm -f "$folder/restarts" "$folder/exit"
  say state starting
  setsid sh "$0" run "$folder" </dev/null >>"$folder/log" 2>&1 &
  tenths=100
  until lives "$folder/supervisor" && [ "$(cat "$folder/state")" != starting ]; do
    [ "$(cat "$folder/state")" = starting ] || return 0
    [ "$tenths" -gt 0 ] || fail "its supervisor does not start: $(tail -n 3 "$folder/log")"
    tenths=$((tenths - 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
}

stop() {
  : >"$folder/stop"
  clear_out "$1" || fail "$(members | wc -l) processes do not end"
  tenths=50
  while lives "$folder/supervisor"; do
    [ "$tenths" -gt 0 ] || kill -KILL "$pid" 2>/dev/null
    tenths=$((tenths - 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  clear_out 1 || fail "$(members | wc -l) processes do not end"
  rm -f "$folder/child" "$folder/supervisor"
  say state stopped
}

status() {
  state=$(cat "$folder/state" 2>/dev/null) || state=absent
  if lives "$folder/child"; then
    echo "child $pid"
  fi
  if lives "$folder/supervisor"; then
    echo "supervisor $pid"
  elif [ "$state" = running ] || [ "$state" = waiting ] || [ "$state" = starting ]; then
    state=unsupervised
  fi
  echo "state $state"
  for name in restarts exit; do
    [ ! -r "$folder/$name" ] || echo "$name $(cat "$folder/$name")"
  done
  echo "members $(members | wc -l)"
  echo end
}

[ $# -ge 2 ] || fail "usage: supervise.sh start|stop|status|run FOLDER"
folder=$2
[ -d "$folder" ] || fail "there is no folder $folder"
id=
IFS= read -r id <"$folder/id" || :
case $id in '' | *[!0-9a-zA-Z-]*) fail "no id in $folder" ;; esac
case $1 in
  start) start ;;
  stop) stop "${3:-10}" ;;
  status) status ;;
  run) run ;;
  *) fail "$1 is nothing that it can do" ;;
esac

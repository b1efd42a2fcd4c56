#!/bin/sh
# Runs a program with what this package brings: its spark-submit, the programs of its environment and those of its Java
# come before others on the PATH. Usage: with.sh [-C FOLDER] PROGRAM [ARG…]
#   -C FOLDER  in this folder
set -eu
case $0 in */*) root=${0%/*}/.. ;; *) root=.. ;; esac
root=$(CDPATH='' cd -- "$root" && pwd -P)
# In the working folder of a job of Muster: spark-submit is the one of the cluster then.
cluster=${root%/packages/*/*}
here=$(pwd -P)
case $here in "$cluster"/jobs/*/work) export MUSTER_JOB="${here%/work}" ;; esac
if [ "${1-}" = -C ]; then
  cd "$2"
  shift 2
fi
programs=$root/bin
if [ -f "$root/venv/.whole" ]; then
  programs=$programs:$root/venv/bin
  export PYSPARK_PYTHON="$root/venv/bin/python3" PYSPARK_DRIVER_PYTHON="$root/venv/bin/python3"
fi
if [ -x "$root/java/bin/java" ]; then
  programs=$programs:$root/java/bin
  export JAVA_HOME="$root/java"
fi
PATH=$programs:$PATH
export PATH MUSTER_PACKAGE="$root"
exec "$@"

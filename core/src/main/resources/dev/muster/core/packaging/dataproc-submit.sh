#!/bin/sh
# Runs package @NAME@ as a job of a Dataproc cluster, waits for its end and ends as it ended. Needs gcloud.
# Usage: dataproc-submit.sh CLUSTER REGION [ARG…]   arguments go to launch.sh on the master node
set -eu
cluster=${1:?name the cluster}
region=${2:?name its region}
shift 2
base=${MUSTER_PACKAGES:-/opt/muster/packages}
# Pig's sh splits at blanks and knows no quotes.
line="sh bash $base/@NAME@/current/bin/launch.sh"
for each in "$@"; do
  case $each in
    *[!A-Za-z0-9._/:=,@%+-]* | '')
      printf 'dataproc-submit: Pig cannot hand on the argument "%s"\n' "$each" >&2
      exit 64
      ;;
  esac
  line="$line $each"
done
exec gcloud dataproc jobs submit pig --cluster="$cluster" --region="$region" --execute="$line"

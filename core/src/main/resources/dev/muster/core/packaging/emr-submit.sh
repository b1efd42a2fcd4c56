#!/bin/sh
# Runs package @NAME@ as a step of an EMR cluster, waits for its end and ends as it ended. Needs the AWS command line.
# Usage: emr-submit.sh CLUSTER-ID [ARG…]   arguments go to launch.sh on the master node
# MUSTER_WAIT (seconds, default 86400) bounds the waiting; the step goes on.
set -eu
cluster=${1:?name the cluster: j-…}
shift
base=${MUSTER_PACKAGES:-/opt/muster/packages}
quote() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')"
}
args=$(quote bash),$(quote "$base/@NAME@/current/bin/launch.sh")
for each in "$@"; do
  case $each in *[[:cntrl:]]*) echo 'emr-submit: an argument has a control character' >&2 && exit 64 ;; esac
  args=$args,$(quote "$each")
done
# With CONTINUE a step that failed would be followed by the next one.
steps="[{\"Type\":\"CUSTOM_JAR\",\"Jar\":\"command-runner.jar\",\"Name\":\"@NAME@\",\"ActionOnFailure\":\"CANCEL_AND_WAIT\",\"Args\":[$args]}]"
step=$(aws emr add-steps --cluster-id "$cluster" --steps "$steps" --query 'StepIds[0]' --output text)
printf '%s\n' "$step"
waited=0
while [ "$waited" -lt "${MUSTER_WAIT:-86400}" ]; do
  state=$(aws emr describe-step --cluster-id "$cluster" --step-id "$step" --query Step.Status.State --output text) || state=UNKNOWN
  case $state in
    COMPLETED) exit 0 ;;
    FAILED | CANCELLED | INTERRUPTED)
      printf 'emr-submit: step %s is %s\n' "$step" "$state" >&2
      exit 1
      ;;
  esac
  sleep "${MUSTER_POLL:-15}"
  waited=$((waited + ${MUSTER_POLL:-15}))
done
printf 'emr-submit: step %s has not ended after %s s: %s\n' "$step" "$waited" "$state" >&2
exit 69

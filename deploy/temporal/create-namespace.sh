#!/bin/sh
# Waits until Temporal serves, and registers the namespace unless it is there. Safe to run again.
# Needs: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE.
set -eu

wait_until() {
  tries=120
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "in vain: $*" >&2; exit 1; }
    sleep 0.5
  done
}

wait_until temporal operator cluster health

# Ended workflows can be looked at for the time of retention.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 168h

# The server's own list of namespaces is some seconds behind the database.
wait_until temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE"

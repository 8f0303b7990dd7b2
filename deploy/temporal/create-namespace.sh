#!/bin/sh
# Waits until Temporal serves, and registers the namespace unless it is there. Safe to run again.
# Needs: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE.
set -eu

tries=120
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "Temporal at $TEMPORAL_ADDRESS does not serve" >&2; exit 1; }
  sleep 0.5
done

# Ended workflows can be looked at for this long.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 168h

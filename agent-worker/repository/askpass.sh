#!/bin/sh
# Answers git's questions for one host; to another host, which a submodule or a redirect may lead to, it tells nothing.
case $1 in
  *"://$PERDURA_GIT_HOST"[:\'/]* | *"@$PERDURA_GIT_HOST"[:\'/]*) ;;
  *) exit 1 ;;
esac
case $1 in
  [Uu]sername*) printf '%s\n' "$PERDURA_GIT_USER" ;;
  *) printf '%s\n' "$PERDURA_GIT_PASSWORD" ;;
esac

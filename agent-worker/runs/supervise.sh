#!/bin/sh
# Owns the process of one run and outlives the agent: starts it once, appends its output to the console file and leaves
# the exit code behind.
# usage: supervise.sh <supervision folder> <console file> <command> [arguments]
folder=$1 console=$2
shift 2

# Whoever makes this folder starts the run; a second supervisor finds it and leaves.
mkdir "$folder/started" 2>/dev/null || exit 75
read -r stat <"/proc/$$/stat"
printf '%s\n' "$stat" 1<>"$folder/supervisor.part" && mv "$folder/supervisor.part" "$folder/supervisor"

# A signal to the whole group is meant for the process; the supervisor stays to write down how it ended. A trap, unlike an
# ignored signal, is not handed down.
trap : HUP INT QUIT TERM

# The inner shell becomes the process, so the identity that it writes is the process's own.
sh -c '
  read -r stat <"/proc/$$/stat"
  printf "%s\n" "$stat" 1<>"$0/process.part" && mv "$0/process.part" "$0/process"
  exec "$@"
' "$folder" "$@" </dev/null >>"$console" 2>&1
code=$?

# The parts were made, with space in them, before the start: the code is kept even when the disk is full. Nobody asks for it
# when the folder is gone.
until printf '%-16s\n' "$code" 1<>"$folder/exit.part" && mv "$folder/exit.part" "$folder/exit"; do
  [ -d "$folder" ] || exit
  sleep 1
done

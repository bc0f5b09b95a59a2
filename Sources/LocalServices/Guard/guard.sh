#!/bin/sh
# Runs one service for its owner, the process at the other end of standard input, and never outlives it.
#
#   guard.sh OWNER FOLDER keep|discard STOP_SIGNAL STOP_LIMIT COMMAND...
#
# The owner writes a word a line (start, check, stop, kill, pause, resume) and reads one line back for each:
# `running`, or `ended` and the status with which it did. The end of standard input means that the owner is done or dead, however it died: the kernel
# closes its end of the pipe. Then the service stops, a folder to discard goes, and so does the guard.
#
# The guard holds FOLDER/lock as long as it lives, and the service inherits that lock, so a folder is free only when
# nothing runs in it any more.
owner=$1 folder=$2 afterwards=$3 stop_signal=$4 stop_limit=$5
shift 5
pid=
status=

# The owner may vanish while we write to it; there is still work to do then.
trap '' PIPE HUP INT TERM

# A log can quote data: it is for its owner only.
umask 077

lock() {
  exec 9<>"$folder/lock"
  until flock -n 9; do
    read -r holder <"$folder/lock"
    # The guard of a dead owner is still stopping its service: that takes a moment, and then the folder is free. An
    # empty file belongs to a guard that is about to write it.
    if [ -n "$holder" ] && [ -d "/proc/$holder" ]; then
      echo "busy $holder"
      exit 1
    fi
    sleep 0.05
  done
  echo "$owner" >"$folder/lock"
}

# A process whose first thread has ended holds its files and ports until its last one has.
running() {
  stat=
  [ -z "$1" ] || { read -r stat <"/proc/$1/stat"; } 2>/dev/null
  case $stat in
    '') return 1 ;;
    *') Z '*)
      set -- /proc/"$1"/task/*
      [ $# -gt 1 ]
      ;;
  esac
}

# A thread stops when it next gets a processor, not when the signal is sent: on a busy machine that is much later, and
# until then it goes on answering.
standing() {
  for thread in /proc/"$1"/task/*/stat; do
    stat=
    { read -r stat <"$thread"; } 2>/dev/null
    case $stat in
      '' | *') T '* | *') t '* | *') Z '* | *') X '*) ;;
      *) return 1 ;;
    esac
  done
}

# Stops a process before looking for its children, so that no child can appear unseen. PostgreSQL and Erlang give
# their children sessions of their own: neither the process group nor the session finds them all.
freeze() {
  kill -s STOP "$1" 2>/dev/null || return
  until standing "$1"; do sleep 0.01; done
  tree="$tree $1"
  # shellcheck disable=SC2013 # words, not lines
  for child in $(cat "/proc/$1/task"/*/children 2>/dev/null); do freeze "$child"; done
}

each() {
  tree=
  previous=none
  # The kernel's list of children is whole only while all of them stand still: it is read until it says the same twice.
  while [ -n "$pid" ] && [ "$tree" != "$previous" ]; do
    previous=$tree
    tree=
    freeze "$pid"
  done
  for member in $tree; do kill -s "$1" "$member" 2>/dev/null; done
}

start() {
  (
    trap - PIPE HUP INT TERM
    exec "$@"
  ) </dev/null >>"$folder/service.log" 2>&1 &
  pid=$!
  status=
}

report() {
  if running "$pid"; then
    echo running
  else
    # The shell tells a status once, and from then on the number may be that of another's process.
    [ -z "$pid" ] || { wait "$pid" && status=0 || status=$?; }
    pid=
    echo "ended $status"
  fi
}

end_hard() {
  each KILL
  for member in $tree; do
    while running "$member"; do sleep 0.02; done
  done
}

# A number with the moment at which its process began: the number alone may be given to another process.
identities() {
  for member in "$@"; do
    stat=
    { read -r stat <"/proc/$member/stat"; } 2>/dev/null
    # The command's name, in brackets, may hold spaces. What follows it begins with the third field; this is the 22nd.
    # shellcheck disable=SC2086 # words
    set -- ${stat##*) }
    [ $# -lt 20 ] || echo "$member/${20}"
  done
}

# Ends those of a list of identities that are still there.
end_remaining() {
  for identity in "$@"; do
    member=${identity%/*}
    while running "$member" && [ "$(identities "$member")" = "$identity" ]; do
      kill -s KILL "$member" 2>/dev/null
      sleep 0.02
    done
  done
}

end_gracefully() {
  each CONT
  # A child that outlives the service, as Erlang's own do for a moment, is found below nobody afterwards.
  # shellcheck disable=SC2086 # words
  members=$(identities $tree)
  [ -z "$pid" ] || kill -s "$stop_signal" "$pid" 2>/dev/null
  rounds=$((stop_limit * 20))
  while [ "$rounds" -gt 0 ] && running "$pid"; do
    sleep 0.05
    rounds=$((rounds - 1))
  done
  end_hard
  # shellcheck disable=SC2086 # words
  end_remaining $members
}

lock
: >"$folder/service.log"
echo ready

while read -r word; do
  case $word in
    start) start "$@" ;;
    stop) end_gracefully ;;
    kill) end_hard ;;
    pause) each STOP ;;
    resume) each CONT ;;
  esac
  report
done

if [ "$afterwards" = discard ]; then
  end_hard
  rm -rf "$folder"
else
  end_gracefully
fi

/** Probes on the lock functions, filtered to the zone locks. Where they cannot be had: lockdep's own events. */
import { type LockProbe, lockProbes, rtLockProbes } from '../probes.js';

const list = (probes: readonly LockProbe[]): string => probes.map(({ label, function: name, does, needed }) => `${label} ${name} ${does} ${needed ? 'needed' : 'optional'}`).join('\n');

export const locks = String.raw`
LOCKS='${list(lockProbes)}'
if [ "$RT" = 1 ]; then
  LOCKS='${list(rtLockProbes)}'
fi
# Return probes of all CPUs at once, in a task, a soft and a hard interrupt each.
AT_ONCE=r$((CPUS * 4 + 64))

# The first function that is needed and cannot be probed: most likely it is inlined.
lacking() {
  while read -r label name does needed; do
    if [ "$needed" = needed ] && [ -z "$(function_of "$name")" ]; then printf '%s' "$name"; return; fi
  done << END
$LOCKS
END
}

# A return probe proves that the lock was taken, but names the lock only where the kernel keeps the arguments for it (6.12 does, 6.1 does not). Elsewhere the
# entry says that a task wants the lock.
lock_probes() {
  first=$(function_of "$(printf '%s\n' "$LOCKS" | sed -n '1s/[^ ]* \([^ ]*\).*/\1/p')")
  RETURNS=
  case $A1 in *arg1) if define test "$AT_ONCE" "$first" "lock=$A1:x64"; then RETURNS=1; fi; remove test ;; esac
  while read -r label name does needed; do
    f=$(function_of "$name")
    if [ -z "$f" ]; then continue; fi
    case $RETURNS$does in
      1take) label=got_$label; define "$label" "$AT_ONCE" "$f" "lock=$A1:x64" ;;
      1try) label=got_$label; define "$label" "$AT_ONCE" "$f" "lock=$A1:x64 ret=\$retval:s32" ;;
      *) define "$label" p "$f" "lock=$A1:x64 $CALLER" ;;
    esac || { WHY="it refuses a probe on $name"; return 1; }
    LOCK_PROBES="$LOCK_PROBES $label"
  done << END
$LOCKS
END
}

LOCK_PROBES='' WHY=''
ZONE_LOCKS=$(printf '%s\n' "$ADDRESSES" | awk 'NF == 2 { printf "%sFIELD == %s", (NR > 1 ? " || " : ""), $2 }')
if [ -z "$KPROBES" ]; then
  WHY='it allows no kprobes'
elif [ -n "$(lacking)" ]; then
  WHY="it cannot probe $(lacking)"
elif [ -z "$ZONE_LOCKS" ]; then
  WHY='the addresses of the zone locks could not be found'
elif lock_probes; then
  for p in $LOCK_PROBES; do
    turn_on "$G/$p" "$(printf '%s' "$ZONE_LOCKS" | sed 's/FIELD/lock/g')" || { WHY="it refuses the filter of $p"; break; }
  done
fi
if [ -n "$WHY" ]; then
  for p in $LOCK_PROBES; do
    put 0 "$B/events/$G/$p/enable"
    # shellcheck disable=SC2086 # a list of words
    ENABLED=$(without "$G/$p" $ENABLED)
  done
  # shellcheck disable=SC2086 # a list of words
  remove $LOCK_PROBES
  LOCKDEP=
  for e in lock_acquire lock_acquired lock_contended lock_release; do
    if turn_on "lock/$e" 'name == "&zone->lock"'; then LOCKDEP=1; fi
  done
  if [ -n "$LOCKDEP" ]; then
    note "The zone locks are recorded by lockdep's events, not by probes: $WHY."
  elif [ -n "$KPROBES" ]; then
    note "The zone locks of this kernel are not recorded: $WHY."
  fi
fi
if [ -n "$ZONE_LOCKS" ]; then
  for e in contention_begin contention_end; do turn_on "lock/$e" "$(printf '%s' "$ZONE_LOCKS" | sed 's/FIELD/lock_addr/g')" || :; done
fi
`;

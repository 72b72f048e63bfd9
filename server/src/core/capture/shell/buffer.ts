/** Second part: a trace buffer, private where the kernel has instances, and the way back from every change. */
export const buffer = String.raw`
B='' OWN='' UNDO='' ENABLED='' PROBES=''

# without WORD LIST...
without() {
  word=$1
  shift
  for w in "$@"; do
    if [ "$w" != "$word" ]; then printf '%s ' "$w"; fi
  done
}

put() { { printf '%s\n' "$1" > "$2"; } 2> /dev/null; }

# setting FILE VALUE. A private buffer goes away with its settings; those of the shared one are put back.
setting() {
  [ -e "$B/$1" ] || return 1
  if [ -z "$OWN" ]; then
    # '[local] global' of trace_clock; '7 (expanded: 1408)' of a buffer that nobody has used yet
    old=$(sed -n 's/.*\[\(.*\)\].*/\1/; s/.*(expanded: \(.*\)).*/\1/; p; q' "$B/$1" 2> /dev/null)
    [ -n "$old" ] || return 1
    UNDO="$1 $old$NL$UNDO"
  fi
  put "$2" "$B/$1"
}

# turn_on SYSTEM/EVENT [FILTER]: never without its filter.
turn_on() {
  [ -e "$B/events/$1/enable" ] || return 1
  if [ -n "$2" ]; then put "$2" "$B/events/$1/filter" || return 1; fi
  put 1 "$B/events/$1/enable" || return 1
  ENABLED="$1 $ENABLED"
}

turn_all_off() {
  for e in $ENABLED; do
    put 0 "$B/events/$e/enable" || say "could not disable $e"
    [ -n "$OWN" ] || put 0 "$B/events/$e/filter"
  done
  ENABLED=
}

# define NAME TYPE FUNCTION ARGUMENTS: a probe; false where the kernel refuses it.
define() {
  { printf '%s\n' "$2:$G/$1 $3 $4" >> "$T/kprobe_events"; } 2> /dev/null
  grep -q "^[pr][0-9]*:$G/$1 " "$T/kprobe_events" || return 1
  PROBES="$1 $PROBES"
}

remove() {
  for p in "$@"; do
    case " $PROBES " in *" $p "*) ;; *) continue ;; esac
    { printf '%s\n' "-:$G/$p" >> "$T/kprobe_events"; } 2> /dev/null || say "could not remove the probe $G/$p"
    # shellcheck disable=SC2086 # a list of words
    PROBES=$(without "$p" $PROBES)
  done
}

# take_back STATUS: leaves tracefs as it was, and ends.
take_back() {
  trap '' INT TERM HUP
  trap - EXIT
  if [ -n "$B" ]; then
    put 0 "$B/tracing_on"
    turn_all_off
    if [ -n "$OWN" ]; then
      rmdir "$B" || say "could not remove $B"
    else
      put '' "$B/trace"
      printf '%s' "$UNDO" | while read -r file old; do
        put "$old" "$B/$file" || say "could not put $old back into $B/$file"
      done
    fi
  fi
  # shellcheck disable=SC2086 # a list of words
  remove $PROBES
  if [ -n "$CODE" ]; then exit "$CODE"; fi
  exit "$1"
}
# Not every shell hands the status of an exit in one trap to the next.
CODE=
ended() { CODE=$1; exit "$1"; }
trap 'take_back $?' EXIT
trap 'ended 130' INT
trap 'ended 143' TERM
trap 'ended 129' HUP

# trace_printk() of a patched kernel goes to the shared buffer only.
if [ "$INTERFACE" = mainline ] && [ -d "$T/instances" ] && mkdir "$T/instances/buddyscope-$$" 2> /dev/null; then
  B=$T/instances/buddyscope-$$
  OWN=1
  if [ ! -e "$B/tracing_on" ]; then rmdir "$B"; B=; OWN=; fi
fi
if [ -z "$B" ]; then
  if [ -n "$(head -n 1 "$T/set_event" 2> /dev/null)" ] || [ "$(cat "$T/current_tracer" 2> /dev/null)" != nop ] || head -n 40 "$T/trace" | grep -q '^[^#]'; then
    refuse "The trace buffer of this machine is in use (events, a tracer or a recorded trace), and a private one cannot be had here."
  fi
  B=$T
fi

setting tracing_on 0 || exit 1
for o in raw hex bin verbose latency-format stacktrace userstacktrace sym-offset sym-addr printk-msg-only fields; do
  if [ "$(cat "$B/options/$o" 2> /dev/null)" = 1 ]; then setting "options/$o" 0; fi
done
for o in context-info irq-info; do
  if [ "$(cat "$B/options/$o" 2> /dev/null)" = 0 ]; then setting "options/$o" 1; fi
done
# What is recorded has no gap: when the buffer is full, the recording ends.
setting options/overwrite 0
# One clock for all CPUs.
setting trace_clock mono || setting trace_clock global
# Older kernels give their shared buffer its real size when the first event is enabled, and never again once any size was set.
if grep -q expanded "$T/buffer_size_kb" 2> /dev/null && turn_on kmem/mm_page_alloc; then turn_all_off; fi
KB=$((SIZE * 1024 / CPUS))
[ "$KB" -ge 64 ] || KB=64
if ! setting buffer_size_kb "$KB"; then say "This kernel gives no trace buffer of $SIZE MB; ask for less."; exit 1; fi
`;

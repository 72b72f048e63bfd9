/** First part of the script: looks at the machine, changes nothing. `R` is a root folder of another machine's files, for tests. */
export const checks = String.raw`
LC_ALL=C
export LC_ALL
umask 077
R=$BUDDYSCOPE_ROOT
NL='
'
NOTES=

say() { printf 'buddyscope: %s\n' "$*" >&2; }
refuse() { say "$*"; say 'Nothing was changed.'; exit 2; }
# Also written into the file, so that its reader knows what it cannot show.
note() { say "$*"; NOTES="$NOTES# Note: $*$NL"; }

case $1 in
  -h | --help)
    printf 'usage: %s [OUT]      records; OUT is a file (default buddyscope-DATE.ftrace), or - for standard output\n' "$0"
    printf '       %s --clean    removes what a killed recording has left in tracefs\n' "$0"
    exit 0 ;;
esac

# Read from standard input it has no name of its own.
if [ "$(id -u)" != 0 ]; then [ -f "$0" ] && refuse "Recording needs root: sudo sh $0"; refuse 'Recording needs root.'; fi

T=
for d in "$R/sys/kernel/tracing" "$R/sys/kernel/debug/tracing"; do
  if [ -e "$d/tracing_on" ]; then T=$d; break; fi
done
if [ -z "$T" ]; then
  if grep -q tracefs "$R/proc/filesystems" 2> /dev/null; then
    refuse 'tracefs is not mounted at /sys/kernel/tracing or /sys/kernel/debug/tracing: mount -t tracefs nodev /sys/kernel/tracing'
  fi
  refuse 'There is no tracefs at /sys/kernel/tracing or /sys/kernel/debug/tracing, and this kernel does not offer it. A container has to be given that of its host.'
fi

# [none] integrity confidentiality
LOCKDOWN=$(sed -n 's/.*\[\([a-z]*\)\].*/\1/p' "$R/sys/kernel/security/lockdown" 2> /dev/null)
[ -n "$LOCKDOWN" ] || LOCKDOWN=unknown
head -n 1 "$T/tracing_on" > /dev/null 2>&1 || refuse "$T cannot be read (kernel lockdown: $LOCKDOWN). Under lockdown 'confidentiality' a kernel allows no tracing."
[ -w "$T/tracing_on" ] || refuse "$T is read-only."

KERNEL=$(uname -r)
MACHINE=$(uname -m)
MINOR=$(printf '%s' "$KERNEL" | sed 's/^\([0-9]*\.[0-9]*\).*/\1/')
[ -z "$MADE_FOR" ] || [ "$MADE_FOR" = "$MINOR" ] || say "This script was made for Linux $MADE_FOR; this is $KERNEL. It goes on: what this kernel does not have is left out."

G=buddyscope_$$
# Probes and buffers of recordings whose process is gone.
if [ "$1" = --clean ]; then
  for d in "$T"/instances/buddyscope-*; do
    [ -d "$d" ] || continue
    if kill -0 "$(printf '%s' "$d" | sed 's/.*-//')" 2> /dev/null; then say "$d is in use."; continue; fi
    { printf '0\n' > "$d/tracing_on"; printf '0\n' > "$d/events/enable"; } 2> /dev/null
    if rmdir "$d"; then say "removed $d"; fi
  done
  sed -n 's/^[pr][0-9]*:\(buddyscope_\([0-9]*\)\/[^ ]*\) .*/\2 \1/p' "$T/kprobe_events" 2> /dev/null | while read -r pid name; do
    kill -0 "$pid" 2> /dev/null && continue
    { printf '0\n' > "$T/events/$name/enable"; printf '%s\n' "-:$name" >> "$T/kprobe_events"; } 2> /dev/null || say "could not remove the probe $name"
  done
  exit 0
fi

OUT=$1
[ -n "$OUT" ] || OUT=buddyscope-$(date +%Y%m%d-%H%M%S).ftrace
if [ "$OUT" != - ]; then
  [ ! -e "$OUT" ] || refuse "$OUT exists already; name another file."
  [ -w "$(dirname -- "$OUT")" ] || refuse "$(dirname -- "$OUT") cannot be written."
fi

CPUS=$(grep -c '^processor' "$R/proc/cpuinfo" 2> /dev/null)
[ "$CPUS" -gt 0 ] 2> /dev/null || CPUS=1
FREE=$(awk '/^MemAvailable:/ { print int($2 / 4096); exit }' "$R/proc/meminfo" 2> /dev/null)
if [ "$FREE" -lt "$SIZE" ] 2> /dev/null; then
  [ "$FREE" -gt 0 ] || refuse "Too little memory is available for a trace buffer of $SIZE MB."
  note "The trace buffer has $FREE MB, not $SIZE MB: a quarter of the memory that is available."
  SIZE=$FREE
fi
`;

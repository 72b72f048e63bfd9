/** Which functions this kernel lets us probe, and how it wants a function's arguments written. `wanted`: names, separated by `|`. */
export const functions = (wanted: string): string => String.raw`
FUNCTIONS=$(grep -E '^(${wanted})(\.(isra|constprop)\.[0-9]+)*([[:space:]].*)?$' "$T/available_filter_functions" 2> /dev/null)
if [ -z "$FUNCTIONS" ]; then
  FUNCTIONS=$(awk '{ print $3, $4 }' "$R/proc/kallsyms" 2> /dev/null | grep -E '^(${wanted})(\.(isra|constprop)\.[0-9]+)*([[:space:]].*)?$')
fi

# function_of NAME: as the kernel has it, with the compiler's suffix and MODULE: in front.
function_of() {
  printf '%s\n' "$FUNCTIONS" | awk -v name="$1" '
    { plain = $1; sub(/\.(isra|constprop)\..*/, "", plain) }
    plain == name { module = $2; gsub(/[][]/, "", module); print (module == "" ? "" : module ":") $1; exit }'
}

KPROBES='' A1='' A2='' A3='' A4='' CALLER=''
can_probe() { define test p vfs_read "$1" && remove test; }
if [ ! -e "$T/kprobe_events" ]; then
  note 'This kernel has no kprobe events (CONFIG_KPROBE_EVENTS): only its own tracepoints are recorded, neither page reporting nor zone locks.'
elif [ "$(cat "$R/sys/kernel/debug/kprobes/enabled" 2> /dev/null)" = 0 ]; then
  note 'Kprobes are switched off on this machine (/sys/kernel/debug/kprobes/enabled): only tracepoints are recorded, neither page reporting nor zone locks.'
elif ! can_probe ''; then
  note "This kernel refuses kprobes (kernel lockdown: $LOCKDOWN): only its own tracepoints are recorded, neither page reporting nor zone locks."
else
  KPROBES=1
  # shellcheck disable=SC2016 # the kernel reads the dollar signs
  if can_probe 'a=$arg1:x64'; then
    A1='$arg1' A2='$arg2' A3='$arg3' A4='$arg4'
  else
    # shellcheck disable=SC2034 # which of them are read depends on the functions
    case $MACHINE in
      x86_64 | amd64) A1=%di A2=%si A3=%dx A4=%cx ;;
      aarch64 | arm64) A1=%x0 A2=%x1 A3=%x2 A4=%x3 ;;
      *) note "Buddyscope does not know the argument registers of $MACHINE, and this kernel has no \$argN: probes have no arguments." ;;
    esac
  fi
  # shellcheck disable=SC2016
  case $MACHINE in
    x86_64 | amd64) CALLER='caller=+0($stack):symbol' ;;
    aarch64 | arm64) CALLER='caller=%x30:symbol' ;;
  esac
  if [ -n "$CALLER" ]; then can_probe "$CALLER" || CALLER=; fi
fi

# probe NAME TYPE FUNCTION ARGUMENTS: with the arguments, or without where the kernel does not read them.
MISSING=
probe() {
  f=$(function_of "$3")
  if [ -z "$f" ]; then
    case " $MISSING " in *" $3 "*) ;; *) MISSING="$MISSING $3" ;; esac
    return 1
  fi
  args=$4
  # No notation for arguments: then none.
  case $args in *=:* | *'()'*) args= ;; esac
  define "$1" "$2" "$f" "$args" || { [ -n "$args" ] && define "$1" "$2" "$f" ''; } || { MISSING="$MISSING $3"; return 1; }
}
record_event() { turn_on "$1" || MISSING="$MISSING $1"; }
`;

# Ends what a host's children left, once the host is gone. Reads "+ pid" and "- pid"; $1 marks the environment of all
# that was started by a child of this host. Plain POSIX shell; forks nothing but grep, or ps where there is no /proc.
trap '' INT HUP TERM QUIT PIPE

# Sets state, parent and born of process $1; fails if it is gone.
look() {
    if [ -r /proc/self/stat ]; then
        { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
        set -- ${stat##*) } # a name may hold anything
        state=$1 parent=$2 born=${20}
    else
        set -- $(ps -o state= -o ppid= -o lstart= -p "$1" 2>/dev/null)
        [ $# -gt 2 ] || return 1
        state=$1 parent=$2
        shift 2
        born=$(echo "$*" | tr ' ' _)
    fi
    case $state in Z* | X*) return 1 ;; esac
}

known= # pid:born pid:born …
while read -r verb pid; do
    kept=
    for one in $known; do
        [ "${one%%:*}" = "$pid" ] || kept="$kept $one"
    done
    known=$kept
    if [ "$verb" = + ] && look "$pid"; then
        known="$known $pid:$born"
    fi
done

doomed=' '
for one in $known; do
    pid=${one%%:*}
    if look "$pid"; then
        [ "$pid:$born" = "$one" ] && doomed="$doomed$pid "
    fi
done

# With all that they started: orphans have another parent, so this comes before the first is killed.
if [ "$doomed" != ' ' ]; then
    pairs=
    if [ -r /proc/self/stat ]; then
        for folder in /proc/[0-9]*; do
            pid=${folder#/proc/}
            look "$pid" && pairs="$pairs $parent:$pid"
        done
    else
        pairs=$(ps -A -o ppid= -o pid= | while read -r parent pid; do echo "$parent:$pid"; done)
    fi
    grown=yes
    while [ -n "$grown" ]; do
        grown=
        for pair in $pairs; do
            case $doomed in *" ${pair%%:*} "*) ;; *) continue ;; esac
            case $doomed in *" ${pair#*:} "*) continue ;; esac
            doomed="$doomed${pair#*:} "
            grown=yes
        done
    done
    kill -9 $doomed 2>/dev/null
fi

# What escaped, since its parent went before, or was born meanwhile.
rounds=0
while [ -r /proc/self/environ ] && [ $rounds -lt 50 ]; do
    rounds=$((rounds + 1))
    strays=
    for file in $(LC_ALL=C grep -ls "$1" /proc/[0-9]*/environ); do
        pid=${file#/proc/}
        strays="$strays ${pid%/environ}"
    done
    [ -n "$strays" ] || break
    kill -9 $strays 2>/dev/null
done

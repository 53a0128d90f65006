# Shared by the scripts that measure servers of a built tree; the caller's directory is the root of the tree.
# shellcheck shell=sh
work=$(mktemp -d "${MEASURE_DIR:-/var/tmp}/apogeemq.XXXXXX") # on a disk: /tmp may be memory
install=$(ls -d "$PWD"/distribution/target/apogeemq-*/apogeemq-*)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
ns_port=29876
port=30911
running=

stop_all() {
    for pid in $running; do kill "$pid" 2>/dev/null || true; done
    for pid in $running; do
        while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
    done
    running=
}
trap 'stop_all; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

await_line() { # file
    tries=0
    until grep -q "boot success" "$1" 2>/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 6000 ] || { cat "$1" >&2; exit 1; }
        sleep 0.02
    done
}

start_namesrv() {
    rm -f "$work/ns.out"
    APOGEE_CLASS_ARCHIVE=on "$install/bin/mqnamesrv" listenPort=$ns_port bindAddress=127.0.0.1 \
        >"$work/ns.out" 2>&1 &
    running="$running $!"
    await_line "$work/ns.out"
    tries=0 # the archive of classes that the first start makes belongs to a usual start
    until ls "$install"/lib/*.jsa >/dev/null 2>&1 && ! ls "$install"/lib/*.making >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || break
        sleep 0.5
    done
}

start_broker() { # store directory, broker settings...
    store=$1
    shift
    rm -f "$work/broker.out"
    "$install/bin/mqbroker" -n 127.0.0.1:$ns_port listenPort=$port brokerIP1=127.0.0.1 \
        "storePathRootDir=$store" "$@" >"$work/broker.out" 2>&1 &
    broker=$!
    running="$broker $running"
    await_line "$work/broker.out"
}

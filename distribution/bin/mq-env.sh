# Shared by the start scripts of this folder; sourced, never run. POSIX sh.
#
# Sets APOGEE_HOME (the install that runs: lib/, conf/, data/, logs/), JAVA (the command) and
# provides run_java. Honours JAVA_HOME, JAVA_OPT (first) and JAVA_OPT_EXT (last, so it wins).

# Folder of the script that was called, through symbolic links.
script_dir() {
    script=$1
    while [ -L "$script" ]; do
        target=$(readlink "$script")
        case $target in
            /*) script=$target ;;
            *) script=$(dirname "$script")/$target ;;
        esac
    done
    cd "$(dirname "$script")" >/dev/null && pwd -P
}

fail() {
    echo "$1" >&2
    exit 2
}

BIN_DIR=$(script_dir "$0")
if [ -z "${APOGEE_HOME:-}" ]; then
    APOGEE_HOME=$(dirname "$BIN_DIR")
    if [ ! -d "$APOGEE_HOME/lib" ]; then
        # A source checkout: run what the build left in target/.
        for built in "$APOGEE_HOME"/target/apogeemq-*/apogeemq-*/lib; do
            [ -d "$built" ] && APOGEE_HOME=$(dirname "$built")
        done
    fi
fi
[ -d "$APOGEE_HOME/lib" ] || fail "no lib/ in '$APOGEE_HOME': build it first with 'mvn package', or set APOGEE_HOME to an unpacked archive"

if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || fail "JAVA_HOME is '$JAVA_HOME', but '$JAVA' is not there; point it at a Java 17 or newer"
else
    JAVA=$(command -v java) || fail "no java on the PATH: install Java 17 or newer, or set JAVA_HOME"
fi

# run_java PROGRAM HEAP DIRECT MAIN [argument ...]: replaces this shell by the JVM.
run_java() {
    program=$1
    heap=$2
    direct=$3
    main=$4
    shift 4
    find_class_archive
    set -- -cp "$APOGEE_HOME/lib/*" "$main" "$@"
    if [ -e "$archive" ]; then
        set -- "-XX:SharedArchiveFile=$archive" "$@"
    fi
    # JAVA_OPT, JAVA_OPT_EXT and native_access are lists of options: they are meant to be split.
    # shellcheck disable=SC2046,SC2086
    exec "$JAVA" ${JAVA_OPT:-} $(native_access) \
        "-Xmx$heap" "-XX:MaxDirectMemorySize=$direct" \
        -XX:+UseSerialGC -Xss512k -XX:ReservedCodeCacheSize=48m -XX:-UsePerfData \
        -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=2000 -XX:Tier4CompileThreshold=30000 \
        -Dio.netty.leakDetection.level=disabled \
        -XX:+ExitOnOutOfMemoryError -XX:+HeapDumpOnOutOfMemoryError "-XX:HeapDumpPath=$APOGEE_HOME/logs" \
        "-Dapogeemq.home=$APOGEE_HOME" "-Dapogeemq.program=$program" \
        ${JAVA_OPT_EXT:-} "$@"
}

# Java 24 and newer print warnings about Netty's native transport unless they are told that it is meant.
native_access() {
    feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(java_home)/release" 2>/dev/null)
    [ "${feature:-17}" -lt 24 ] || echo --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
}

# The home of the JVM that runs.
java_home() {
    echo "$(dirname "$(readlink -f "$JAVA" 2>/dev/null || echo "$JAVA")")/.."
}

archive= # set by find_class_archive

# Sets archive to the archive of loaded classes that belongs to these jars and this JVM, there or not.
# With it a server starts with about half of the CPU time; a JVM that finds none just starts. The name
# holds a checksum of our jars, because the JVM itself looks at their size and date only, and those of
# two builds can be equal.
find_class_archive() {
    [ -z "${archive:-}" ] || return 0
    fingerprint=$({
        ls "$APOGEE_HOME/lib" | grep '\.jar$'
        cat "$(java_home)/release" "$APOGEE_HOME"/lib/apogeemq-*.jar
    } 2>/dev/null | cksum | cut -d ' ' -f 1)
    archive=$APOGEE_HOME/lib/classes-$fingerprint.jsa
}

# Makes the archive, once for each install, by a short run of the quickstart: in the background and
# with low priority, so that nobody waits for it. APOGEE_CLASS_ARCHIVE=off leaves it out.
make_class_archive() {
    find_class_archive
    if [ "${APOGEE_CLASS_ARCHIVE:-on}" = off ] || [ -e "$archive" ] || [ ! -w "$APOGEE_HOME/lib" ]; then
        return 0
    fi
    (
        making=$archive.making
        find "$making" -mmin +10 -exec rm -f {} + 2>/dev/null # left by a machine that died
        set -C # so that only one of several starting servers makes it
        : >"$making" || exit 0
        set +C
        nice -n 10 "$JAVA" $(native_access) -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable \
            "-XX:ArchiveClassesAtExit=$archive.part" \
            "-Dapogeemq.home=$APOGEE_HOME" -Dapogeemq.program=class-archive -Dapogeemq.logLevel=ERROR \
            -cp "$APOGEE_HOME/lib/*" io.apogeemq.standalone.QuickstartMain --freePorts --messages 2000 \
            && rm -f "$APOGEE_HOME"/lib/classes-*.jsa && mv "$archive.part" "$archive"
        rm -f "$making" "$archive.part"
    ) </dev/null >/dev/null 2>&1 & # holds nothing of whoever reads the server's output
}

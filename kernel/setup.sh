# The set-up that ./cxrlab does by itself; sourced by it. Everything made lies in .cxrlab/ and folders target/.
# A step leaves its stamp last. Where the stamp is missing or tells of other contents, the step is
# done again from its beginning, so a set-up that was cut short repairs itself.

STATE="$CXRLAB_HOME/.cxrlab"
VENV="$STATE/venv"
PYTHON="$VENV/bin/python"
TARGET="$CXRLAB_HOME/target"
LIB="$TARGET/lib" # the jars of library and kernel, and of all that they need
SPARK="$TARGET/spark" # what Spark adds; no part of the ordinary set-up
CHECKED=          # not empty where only a library will do that Error Prone has looked at
AHEAD=            # the Maven that compiles the library while pip works

say() { printf '%s\n' "$*"; }

# Ends with a message: what is wrong, then what to do.
die() {
  printf 'cxrlab: %s\n' "$1" >&2
  shift
  for line in ${1+"$@"}; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# How to get a tool on this machine: get NAME DEBIAN-PACKAGE HOMEBREW-FORMULA WEB-PAGE
get() {
  if command -v apt-get >/dev/null 2>&1; then
    say "Install it with: sudo apt-get install $2"
  elif command -v brew >/dev/null 2>&1; then
    say "Install it with: brew install $3"
  else
    say "Get it from $4"
  fi
}
get_java() { get Java openjdk-17-jdk-headless openjdk@17 https://adoptium.net; }
get_maven() { get Maven maven maven https://maven.apache.org/download.cgi; }
get_python() { get Python "python3 python3-venv" python@3.12 https://www.python.org/downloads; }

# True if version $1, such as 3.11.2, is at least $2.$3.
at_least() {
  local major=${1%%.*} rest=${1#*.}
  local minor=${rest%%.*}
  case "$major$minor" in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -gt "$2" ] || { [ "$major" -eq "$2" ] && [ "$minor" -ge "$3" ]; }
}

java_version() { "$1" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1; }
maven_version() { mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1; }
python_version() { "$1" -c 'import platform; print(platform.python_version())' 2>/dev/null; }

# Finds the JDK and puts it first on the PATH, so that Maven and the kernel use the same one.
find_java() {
  JAVA=
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA="$JAVA_HOME/bin/java"
    [ -x "$JAVA" ] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
      "Set it to the folder of a JDK, version 17 or later, or unset it."
  elif [ -x /usr/libexec/java_home ]; then # macOS, where /usr/bin/java may be a mere signpost
    JAVA_HOME=$(/usr/libexec/java_home -v 17+ 2>/dev/null) && JAVA="$JAVA_HOME/bin/java" && export JAVA_HOME
  fi
  [ -n "$JAVA" ] || JAVA=$(command -v java) || die "Java is missing: a JDK, version 17 or later, is needed." "$(get_java)"
  JAVA_VERSION=$(java_version "$JAVA")
  at_least "${JAVA_VERSION:-0}.0" 17 0 ||
    die "The Java at $JAVA is version ${JAVA_VERSION:-unknown}: a JDK, version 17 or later, is needed." \
      "$(get_java)" "If there is one already, set JAVA_HOME to its folder."
  PATH="$(dirname "$JAVA"):$PATH"
  export PATH
  command -v javac >/dev/null 2>&1 ||
    die "The Java at $JAVA has no compiler (javac): it is a JRE, and a JDK is needed." "$(get_java)"
}

find_maven() {
  command -v mvn >/dev/null 2>&1 || die "Maven is missing: version 3.8 or later is needed." "$(get_maven)"
  MAVEN_VERSION=$(maven_version)
  at_least "${MAVEN_VERSION:-0}" 3 8 ||
    die "The Maven at $(command -v mvn) is version ${MAVEN_VERSION:-unknown}: 3.8 or later is needed." "$(get_maven)"
}

# Finds a Python to make our own environment with: CXR_PYTHON, or the first on the PATH that will do.
find_python() {
  local candidate version seen=
  for candidate in ${CXR_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10 python}; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    version=$(python_version "$candidate") || continue
    seen="$seen $candidate is $version."
    at_least "$version" 3 10 || continue
    SYSTEM_PYTHON=$(command -v "$candidate")
    "$SYSTEM_PYTHON" -c 'import venv, ensurepip' 2>/dev/null ||
      die "The Python at $SYSTEM_PYTHON can't make environments: its venv module is missing." \
        "On Debian and Ubuntu: sudo apt-get install python3-venv"
    return 0
  done
  die "Python 3.10 or later is needed.${seen:- There is none on the PATH.}" "$(get_python)" \
    "If there is one already, set CXR_PYTHON to it."
}

# Prints the browser for the browser tests, or fails.
find_chromium() {
  local candidate
  for candidate in "${CXR_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
    [ -n "$candidate" ] && command -v "$candidate" 2>/dev/null && return 0
  done
  return 1
}

# Free disk space below a folder, in MB.
free_mb() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }'; }

need_mb() {
  local free
  free=$(free_mb "$1")
  [ "$free" -ge "$2" ] || die "Only $free MB are free in $1, and the set-up needs $2 MB." "Free some space and run the command again."
}

# A checksum over the contents of files and of all files in folders.
checksum() { find "$@" -type f ! -name '*.pyc' -exec cksum {} + | LC_ALL=C sort | cksum; }

# What each step is made from. The folder takes part because an environment can't be moved.
from_python() { say "$CXRLAB_HOME $(cd "$CXRLAB_HOME" && checksum kernel/requirements.txt)"; }
from_library() { cd "$CXRLAB_HOME" && checksum pom.xml .mvn {library,kernel}/{pom.xml,src/main}; }
from_spark() { cd "$CXRLAB_HOME" && checksum cluster/pom.xml cluster/src/main && from_library; }
from_kernel() { say "$JAVA $(cd "$CXRLAB_HOME" && checksum kernel/install_kernel.py) $(from_python) $(from_library)"; }

# Whether what each step makes is there at all.
has_python() { [ -x "$PYTHON" ]; }
has_library() {
  ls "$LIB"/cxrlab-[0-9]*.jar "$LIB"/cxrlab-kernel-*.jar >/dev/null 2>&1 && { [ -z "$CHECKED" ] || [ -e "$TARGET/checked" ]; }
}
has_spark() { ls "$SPARK"/cxrlab-spark-[0-9]*.jar "$SPARK"/jars/spark-core_*.jar >/dev/null 2>&1; }
has_kernel() { [ -f "$VENV/share/jupyter/kernels/cxrlab/kernel.json" ]; }

make_python() {
  rm -rf "$VENV" &&
    "$SYSTEM_PYTHON" -m venv "$VENV" &&
    "$PYTHON" -m pip install --disable-pip-version-check --no-input -r "$CXRLAB_HOME/kernel/requirements.txt"
}

# Goals by name, and not the phase "package", which would fetch all that the tests need too; nor is
# Error Prone fetched, and waited for, where the library is only used: maven MODULES [GOAL...]
maven() {
  local modules=$1
  shift
  cd "$CXRLAB_HOME" && exec mvn -B -ntp $([ -n "$CHECKED" ] || say -Dunchecked) -pl "$modules" \
    resources:resources@default-resources compiler:compile@default-compile ${1+"$@"}
}

make_library() {
  cd "$CXRLAB_HOME" && rm -rf "$LIB" "$TARGET"/cxrlab-*.jar "$TARGET/checked" &&
    (maven library,kernel jar:jar@default-jar dependency:copy-dependencies@lib) &&
    { [ -z "$CHECKED" ] || : >"$TARGET/checked"; }
}

# Has Maven fetch what the library needs, and compile it, while pip works. What goes wrong is seen, and
# said, when the library's turn comes.
begin_library() {
  [ -z "$CHECKED" ] || [ -e "$TARGET/checked" ] || rm -rf "$CXRLAB_HOME"/{library,kernel}/target/classes
  is_done python && return 0
  (maven library) >"$STATE/logs/library-ahead.log" 2>&1 </dev/null &
  AHEAD=$!
  trap 'kill "$AHEAD" 2>/dev/null || true' EXIT
}

# Waits for what begin_library began.
await_library() {
  [ -n "$AHEAD" ] || return 0
  wait "$AHEAD" || true
  AHEAD=
  trap - EXIT
}

# All jars, the library's first: others bring files of the same names, such as what is logged.
class_path() { printf '%s:%s' "$(ls "$LIB"/cxrlab-[0-9]*.jar)" "$LIB/*"; }

# Without tests and checks, but not so that a library that was checked is compiled anew without them.
make_spark() {
  cd "$CXRLAB_HOME" && rm -rf "$SPARK" &&
    mvn -B -ntp $([ -e "$TARGET/checked" ] || say -Dunchecked) -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -pl library,cluster package
}

# Spark's versions of what both bring go first; it logs by log4j.
spark_path() {
  local jar path
  path="$(ls "$LIB"/cxrlab-[0-9]*.jar):$(ls "$SPARK"/cxrlab-spark-[0-9]*.jar):$SPARK/jars/*"
  for jar in "$LIB"/*.jar; do
    case ${jar##*/} in cxrlab* | slf4j-*) ;; *) path="$path:$jar" ;; esac
  done
  printf '%s' "$path"
}

# What else spark-submit has on its class path: the settings of a cluster of Hadoop's, and jars of file
# systems that Spark does not bring.
hadoop_path() {
  local part
  for part in "${HADOOP_CONF_DIR:-}" "${YARN_CONF_DIR:-}" "${SPARK_DIST_CLASSPATH:-}"; do
    [ -z "$part" ] || printf ':%s' "$part"
  done
}

# The options that Spark needs on Java 17, which stand in cluster/pom.xml.
spark_options() { sed -n 's:.*<spark\.opens>\(.*\)</spark\.opens>.*:\1:p' "$CXRLAB_HOME/cluster/pom.xml"; }

make_kernel() { "$PYTHON" "$CXRLAB_HOME/kernel/install_kernel.py"; }

is_done() { "has_$1" && [ "$(cat "$STATE/stamps/$1" 2>/dev/null)" = "$("from_$1")" ]; }

all_done() {
  local name
  for name in "$@"; do
    is_done "$name" || return 1
  done
}

# Does one step unless it is done: step NAME TITLE
step() {
  local name=$1 title=$2 stamp="$STATE/stamps/$1" log="$STATE/logs/$1.log" from start=$SECONDS
  is_done "$name" && return 0
  [ ! -e "$stamp.started" ] || say "  An earlier set-up was cut short at the next step; it starts anew."
  { rm -f "$stamp" && : >"$stamp.started" && : >"$log"; } 2>/dev/null || cant_write
  printf '  %s ... ' "$title"
  [ "$name" != library ] || await_library
  from=$("from_$name")
  if ! (set +e; "make_$name") >"$log" 2>&1 </dev/null; then
    say "failed"
    explain_failure "$log"
    exit 1
  fi
  say "$((SECONDS - start)) s"
  { say "$from" >"$stamp.new" && mv "$stamp.new" "$stamp" && rm -f "$stamp.started"; } 2>/dev/null || cant_write
}

cant_write() {
  die "The set-up can't write in $STATE any more, where $(free_mb "$STATE") MB are free." \
    "Free some space, or see who may write there, and run the command again."
}

# Shows what a log says went wrong, and where the log is.
explain_failure() {
  local lines
  lines=$(grep -iE '^\[?ERROR|^error|: error:|no space left' "$1" | grep -v 'Help 1\|re-run Maven\|^\[ERROR\] *$' | head -n 6 | cut -c 1-300) || true
  [ -n "$lines" ] || lines=$(tail -n 6 "$1")
  printf '%s\n' "$lines" | sed 's/^/    /' >&2
  if grep -qiE 'name resolution|unknown host|UnknownHostException|Connection refused|timed out|Network is unreachable|No matching distribution' "$1"; then
    say "  The first set-up needs the network: check the connection, or the proxy settings of pip and Maven." >&2
  fi
  say "  The whole log: $1" >&2
  say "  Once the cause is mended, run the same command again: it goes on from this step." >&2
}

# Who owns a file or folder: owner_of PATH
owner_of() { ls -ld "$1" | awk '{ print $3 }'; }

# Makes a folder unless it is there, and goes on if files can be written in it: need_folder FOLDER
need_folder() {
  local folder=$1 said=
  if said=$(mkdir -p "$folder" 2>&1); then
    [ ! -w "$folder" ] || return 0
    said=$({ : >>"$folder/set-up.lock"; } 2>&1) && return 0
  fi
  while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
  die "The set-up can't write in $folder (${said##*: }): it belongs to $(owner_of "$folder"), and you are $(id -un 2>/dev/null || id -u)." \
    "Run the command once as one who can: what is set up serves everybody, also where it can only be read. Or run it in a copy of your own."
}

# Tries to lock the open file of descriptor 9: 0 if it is ours now, 1 if another process holds it,
# 2 if that can't be known. The lock belongs to the open file, whoever asked for it.
try_lock() {
  local candidate status=0
  if command -v flock >/dev/null 2>&1; then
    flock -n 9 2>/dev/null || status=$?
  else # as on macOS
    for candidate in "$PYTHON" ${CXR_PYTHON:-python3 python}; do
      command -v "$candidate" >/dev/null 2>&1 || continue
      "$candidate" -c '
import errno, fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError as e:
    sys.exit(9 if e.errno in (errno.EAGAIN, errno.EACCES) else 8)' 2>/dev/null || status=$?
      case $status in 0 | 9) return $((status / 9)) ;; esac
    done
    return 2
  fi
  case $status in 0 | 1) return "$status" ;; *) return 2 ;; esac
}

# Only one set-up at a time. The system's own lock on a file that stays: it ends with the processes
# that have the file open, however they end. Those are the set-up and the pip, Maven or installer
# that it runs, so what goes on writing after its set-up was killed is waited for; what these start
# has the file no more, as Python and Java hand no open files on.
lock() {
  local file="$STATE/set-up.lock" said owner told= status
  said=$({ : >>"$file"; } 2>&1) && exec 9>>"$file" ||
    die "The set-up can't write the file $file (${said##*: })." "Give it room or the permission to, and run the command again."
  while true; do
    status=0
    try_lock || status=$?
    [ "$status" -eq 1 ] || break
    if [ -z "$told" ]; then
      owner=$(cat "$file")
      say "Another set-up${owner:+ (process $owner)} is running, or what it had begun when it was ended; waiting for it."
      told=yes
    fi
    sleep 1
  done
  [ "$status" -eq 0 ] || say "Whether another set-up is running can't be known here, as $STATE takes no locks: start no other."
  { say "$$" >"$file"; } 2>/dev/null || true # only to be told to those who wait
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

unlock() {
  exec 9>&-
  trap - INT TERM
}

# Jupyter and IPython make folders in the home. Where that can't be, theirs is .cxrlab or, where
# only reading is allowed there, one of this user's in the temporary folder.
need_home() {
  local home temp=${TMPDIR:-/tmp} folder
  [ -n "${HOME:-}" ] || unset HOME # then it is the system that tells
  home=~
  if mkdir -p "$home/.ipython" 2>/dev/null && [ -w "$home/.ipython" ]; then return 0; fi
  for folder in "$STATE/home" "$temp/cxrlab-home-$(id -u)" "/tmp/cxrlab-home-$(id -u)"; do
    if (umask 077 && mkdir -p "$folder/.ipython") 2>/dev/null && [ -w "$folder" ] && [ -O "$folder" ]; then
      export HOME="$folder" XDG_CACHE_HOME="${XDG_CACHE_HOME:-$folder/.cache}"
      return 0
    fi
  done
  die "Jupyter has no folder to write to: neither $home, the home, nor $STATE nor $temp will do." \
    "Set HOME to a folder that can be written to."
}

# Does what is missing for these steps, in order: set_up python [library kernel]
set_up() {
  [ "$1" = python ] && [ $# -eq 1 ] || find_java
  [ "${CXRLAB_SETUP:-}" = skip ] || all_done "$@" || do_set_up "$@"
  export CXRLAB_HOME
  export PYTHONPATH="$CXRLAB_HOME/kernel"
  export JUPYTER_CONFIG_PATH="$CXRLAB_HOME/kernel/jupyter"
}

do_set_up() {
  local name folder
  for folder in "$STATE" "$STATE/stamps" "$STATE/logs" "$TARGET"; do need_folder "$folder"; done
  lock
  if all_done "$@"; then # by the set-up that was waited for
    unlock
    return 0
  fi
  is_done python || find_python
  for name in "$@"; do
    [ "$name" != library ] || is_done library || find_maven
  done
  if has_python; then need_mb "$CXRLAB_HOME" 600; else need_mb "$CXRLAB_HOME" 3000; fi
  say "Setting up cxrlab in .cxrlab (only when something is new; the first time takes some minutes):"
  case " $* " in *" library "*) is_done library || begin_library ;; esac
  for name in "$@"; do
    case $name in
      python) step python "Jupyter and the other Python packages, from kernel/requirements.txt" ;;
      spark) step spark "Apache Spark, by Maven: 270 MB, this once" ;;
      library) step library "the Java library and what it needs, by Maven" ;;
      kernel) step kernel "the Java kernel for Jupyter" ;;
      *) step "$name" "$("title_$name")" ;; # of bench/setup.sh
    esac
  done
  unlock
}

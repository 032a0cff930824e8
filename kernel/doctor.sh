# ./cxrlab doctor: what is installed and what is missing. Sourced by ./cxrlab after setup.sh.

row() { printf '  %-12s %-9s %-22s %s\n' "$1" "$2" "$3" "$4"; }

missing() {
  row "$1" MISSING "$2" "$3"
  HEALTHY=no
}

# Runs a check that ends with a message, and shows that message as a row: check NAME NEEDED FUNCTION
check() {
  local said
  said=$("$3" 2>&1) && return 0
  missing "$1" "$2" "$(printf '%s' "${said#cxrlab: }" | tr -s '\n ' '  ')"
  return 1
}

doctor() {
  local browser memory
  HEALTHY=yes
  say "cxrlab in $CXRLAB_HOME"
  row "what" "state" "version" "where, or what to do"
  if check Java "17 or later" find_java; then
    find_java
    row Java ok "$JAVA_VERSION" "$JAVA"
  fi
  if check Maven "3.8 or later" find_maven; then
    find_maven
    row Maven ok "$MAVEN_VERSION" "$(command -v mvn)"
  fi
  if check Python "3.10 or later" find_python; then
    find_python
    row Python ok "$(python_version "$SYSTEM_PYTHON")" "$SYSTEM_PYTHON"
  fi
  made python "Jupyter" "$("$PYTHON" -m jupyterlab --version 2>/dev/null || true)" "$VENV"
  made library "library" "$(ls "$LIB" 2>/dev/null | wc -l | tr -d ' ') jars" "$LIB"
  fast_paths
  made kernel "kernel" "" "$VENV/share/jupyter/kernels/cxrlab"
  if browser=$(find_chromium); then
    row browser ok "$("$browser" --version 2>/dev/null | awk '{ print $2 }' || true)" "$browser"
  else
    row browser "not there" "" "only the browser tests of ./cxrlab test need it. $(get Chromium chromium chromium https://www.google.com/chrome)"
  fi
  row disk "$([ "$(free_mb "$CXRLAB_HOME")" -ge 3000 ] && say ok || say low)" "$(free_mb "$CXRLAB_HOME") MB free" "the first set-up needs 3000 MB"
  memory=$(memory_mb)
  row memory "$([ "$memory" -ge 6000 ] && say ok || say low)" "$memory MB" "training needs about 6000 MB"
  row data ok "" "${CXR_DATA:-the built-in phantoms; CXR_DATA is not set}"
  row IJava optional "1.3.0" "IJAVA_CLASSPATH=$(class_path 2>/dev/null)"
  row "" "" "" "IJAVA_STARTUP_SCRIPTS_PATH=$CXRLAB_HOME/kernel/ijava/cxrlab.jshell"
  [ "$HEALTHY" = yes ]
}

# What is used here to make networks and the reading of films faster; each chooses itself, and none is needed.
fast_paths() {
  local name state words
  is_done library 2>/dev/null && [ -n "${JAVA:-}" ] || return 0
  "$JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(class_path)" org.cxrlab.cli.Main fast-paths 2>/dev/null |
    while IFS=$'\t' read -r name state words; do
      [ -z "$words" ] || row "$name" "$state" "" "$words"
    done || true
}

# One thing that the set-up makes: made STEP NAME VERSION WHERE
made() {
  if is_done "$1" 2>/dev/null; then
    row "$2" ok "$3" "$4"
  elif [ -e "$STATE/stamps/$1.started" ]; then
    row "$2" "cut short" "" "the next ./cxrlab command repairs it"
  elif "has_$1"; then
    row "$2" "outdated" "$3" "the next ./cxrlab command renews it"
  else
    row "$2" "not yet" "" "./cxrlab report or ./cxrlab lab makes it"
  fi
}

memory_mb() {
  if [ -r /proc/meminfo ]; then
    awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo
  else
    sysctl -n hw.memsize | awk '{ print int($1 / 1048576) }'
  fi
}

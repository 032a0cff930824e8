# The set-up of ./cxrlab bench and ./cxrlab parity, beside that of the library; sourced by ./cxrlab after kernel/setup.sh.

BENCH_VENV="$STATE/bench-venv"

title_measures() { say "the measurements, by Maven from bench/java"; }
from_measures() { say "$(cd "$CXRLAB_HOME" && checksum bench/java) $(from_library)"; }
has_measures() { [ -d "$TARGET/bench-classes/org/cxrlab/bench" ] && ls "$TARGET"/bench-lib/*.jar >/dev/null 2>&1; }
make_measures() {
  cd "$CXRLAB_HOME" && rm -rf "$TARGET"/bench-classes "$TARGET"/bench-lib &&
    mvn -B -ntp -Pbench -pl library compiler:testCompile@default-testCompile dependency:copy-dependencies@bench-lib
}

title_peers() { say "Keras on TensorFlow, pandas and scikit-learn, from bench/requirements.txt"; }
from_peers() { say "$CXRLAB_HOME $(cd "$CXRLAB_HOME" && checksum bench/requirements.txt)"; }
has_peers() { [ -x "$BENCH_VENV/bin/python" ]; }
make_peers() {
  rm -rf "$BENCH_VENV" &&
    "$SYSTEM_PYTHON" -m venv "$BENCH_VENV" &&
    "$BENCH_VENV/bin/python" -m pip install --disable-pip-version-check --no-input -r "$CXRLAB_HOME/bench/requirements.txt"
}

title_torch() { say "PyTorch, from bench/requirements-torch.txt: 3 GB"; }
from_torch() { say "$(cd "$CXRLAB_HOME" && checksum bench/requirements-torch.txt) $(from_peers)"; }
has_torch() { ls -d "$BENCH_VENV"/lib/python3*/site-packages/torch >/dev/null 2>&1; }
make_torch() {
  "$BENCH_VENV/bin/python" -m pip install --disable-pip-version-check --no-input \
    -r "$CXRLAB_HOME/bench/requirements.txt" -r "$CXRLAB_HOME/bench/requirements-torch.txt"
}

title_others() { say "Keras 2, ONNX Runtime and pydicom, from bench/requirements-parity.txt"; }
from_others() { say "$(cd "$CXRLAB_HOME" && checksum bench/requirements-parity.txt) $(from_torch)"; }
has_others() { ls -d "$BENCH_VENV"/lib/python3*/site-packages/pydicom >/dev/null 2>&1; }
make_others() {
  "$BENCH_VENV/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps \
    -r "$CXRLAB_HOME/bench/requirements-parity.txt"
}

# parity [--keep]
parity() {
  require_known parity "" ${1+"$@"}
  set_up python library kernel
  need_mb "$CXRLAB_HOME" 2000
  find_maven
  find_python
  set_up peers torch others
  exec "$BENCH_VENV/bin/python" "$CXRLAB_HOME/bench/parity.py" ${1+"$@"}
}

# bench [--no-torch] [OPTION OF bench.py...] [PART...]
bench() {
  local steps=(measures peers torch) words=()
  require_known bench "--films --check --tables --isa" ${1+"$@"}
  while [ $# -gt 0 ]; do
    case $1 in --pairs | --films | --check | --tables | --isa) need_value bench "$@" ;; esac
    case $1 in
      --no-torch) steps=(measures peers) ;;
      --alone | --smoke | --tables | growth | profile | micro | precision | long)
        steps=(measures)
        words+=("$1")
        ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  set_up python library kernel
  [ "${#steps[@]}" -eq 1 ] || need_mb "$CXRLAB_HOME" 2000
  find_maven
  find_python
  set_up "${steps[@]}"
  exec "$PYTHON" "$CXRLAB_HOME/bench/bench.py" ${words[@]+"${words[@]}"}
}

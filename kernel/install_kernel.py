#!/usr/bin/env python3
"""Installs the cxrlab kernel for Jupyter: a kernelspec made of the jars of kernel and library.

The kernelspec can be moved as a whole. Its cxrlab-kernel.jar is only a manifest that names the main
class and the jars in lib/, so no class path, no environment variable and no absolute path other than
that of java is written down. Run it with the Python whose Jupyter shall find the kernel. Where
nothing has changed it does nothing; where an earlier run was cut short it starts over.
"""

import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

NAME = "cxrlab"
DISPLAY_NAME = "Java (cxrlab)"
MAIN_CLASS = "org.cxrlab.notebook.KernelMain"
STAMP = "installed.json"
MODULES = ["library", "kernel"]
OWN = f"{NAME}-*.jar"  # Maven writes these anew in place
ARCHIVE = f"{NAME}-classes.jsa"
SOURCES = f"{NAME}-sources.zip"  # whose comments the kernel shows on Shift+Tab
PATIENCE = 60  # seconds, for a kernel that makes the archive

JVM_FLAGS = [
    # Charts need no display; DJL neither downloads nor reports anything.
    "-Djava.awt.headless=true",
    "-Dai.djl.offline=true",
    "-DOPT_OUT_TRACKING=true",
    # Pictures and networks lie outside Java's heap; what is in it, one thread collects as fast as
    # several, and the process needs about 70 MB less.
    "-XX:+UseSerialGC",
    # The optimising compiler waits for code that is hot for long: while the kernel starts it costs
    # half a second and gains nothing. Loops over pixels still get it within their first images.
    "-XX:Tier4InvocationThreshold=30000",
    "-XX:Tier4MinInvocationThreshold=5000",
    "-XX:Tier4CompileThreshold=60000",
    "-XX:Tier4BackEdgeThreshold=200000",
]

# What a kernel loads for its first figure.
FIRST_CELL = """
var films = Films.course(java.nio.file.Path.of("%s"));
films.info().figure().html();
films.positives().chart()
"""
FIRST_TABLE = "Image,Mass,PatientId\na.png,1,1\nb.png,0,2\n"


def project():
    return pathlib.Path(__file__).resolve().parent.parent


def find_java():
    """The java of JAVA_HOME or, where that is not set, of the PATH."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(pathlib.Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        where = f"JAVA_HOME, which is {home}" if home else "the PATH"
        raise SystemExit(f"No java was found in {where}. Install a JDK, version 17 or later.")
    return java


def find_jars(lib, jjava):
    """The jars of kernel and library, JJava's and those of the dependencies, in class path order."""
    own = sorted(lib.glob(OWN))
    if len(own) != 2:
        found = ", ".join(p.name for p in own) or "none"
        raise SystemExit(f"Two cxrlab jars were expected in {lib}, found: {found}. Run: mvn clean package")
    if not jjava.is_file():
        raise SystemExit(f"The JJava kernel is missing: {jjava}. Install kernel/requirements.txt with pip.")
    return [*own, jjava, *sorted(set(lib.glob("*.jar")) - set(own))]


def manifest(jars):
    """The text of a manifest, its lines broken after 72 bytes as the jar format asks."""
    attributes = {
        "Manifest-Version": "1.0",
        "Main-Class": MAIN_CLASS,
        "Add-Opens": "jdk.jshell/jdk.jshell",
        "Enable-Native-Access": "ALL-UNNAMED",
        "Class-Path": " ".join(f"lib/{jar.name}" for jar in jars),
    }
    lines = []
    for name, value in attributes.items():
        line = f"{name}: {value}"
        while len(line) > 70:
            lines.append(line[:70])
            line = " " + line[70:]
        lines.append(line)
    return "\r\n".join(lines) + "\r\n\r\n"


def put(source, destination, link):
    """Links the file, or copies it where it can't be linked or may be overwritten in place later."""
    if link:
        try:
            os.link(source, destination)
            return
        except OSError:
            pass  # another file system, or one without links
    shutil.copy2(source, destination)


def fingerprint(java, jars):
    def of(path):
        stat = path.stat()
        return [path.name, stat.st_size, stat.st_mtime_ns]

    return {"java": java, "files": [of(p) for p in [pathlib.Path(__file__).resolve(), *jars]]}


def is_current(folder, stamp, jars):
    try:
        if json.loads((folder / STAMP).read_text()) != stamp:
            return False
    except (OSError, ValueError):
        return False
    needed = ["kernel.json", f"{NAME}-kernel.jar", *(f"lib/{name}" for name in [SOURCES, *(jar.name for jar in jars)])]
    return all((folder / name).is_file() for name in needed)


def write_sources(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as sources:
        for module in MODULES:
            root = project() / module / "src/main/java"
            for path in sorted(root.rglob("*.java")):
                sources.write(path, path.relative_to(root).as_posix())


def build(folder, java, jars, stamp):
    lib = folder / "lib"
    lib.mkdir(parents=True)
    for jar in jars:
        put(jar, lib / jar.name, link=not jar.match(OWN))
    with zipfile.ZipFile(folder / f"{NAME}-kernel.jar", "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", manifest(jars))
    write_sources(lib / SOURCES)
    spec = {
        "argv": [
            java,
            *JVM_FLAGS,
            f"-Dcxrlab.pretrained={project() / 'pretrained'}",
            f"-Dcxrlab.launcher={project() / 'cxrlab'}",
            "-jar",
            f"{{resource_dir}}/{NAME}-kernel.jar",
            "{connection_file}",
        ],
        "display_name": DISPLAY_NAME,
        "language": "java",
        "interrupt_mode": "message",
        "metadata": {"debugger": False},
    }
    (folder / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n")
    (folder / STAMP).write_text(json.dumps(stamp) + "\n")


def make_archive(folder):
    """Lets a kernel show a figure and write down, as it ends, the classes that it loaded for it.

    Kernels that find these so start in about five sixths of the time. The archive holds for the place, the
    jars and the java that it was made with; where it doesn't fit, Java goes without.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    specs = KernelSpecManager(kernel_dirs=[str(folder.parent)])
    manager = KernelManager(kernel_name=NAME, kernel_spec_manager=specs, shutdown_wait_time=PATIENCE)
    manager.kernel_spec.argv.insert(1, f"-XX:ArchiveClassesAtExit={folder / ARCHIVE}")
    with tempfile.TemporaryDirectory() as films, open(os.devnull, "w") as nowhere:
        table = pathlib.Path(films, "films.csv")
        table.write_text(FIRST_TABLE)
        manager.start_kernel(stdout=nowhere, stderr=nowhere)
        process = manager.provisioner.process
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=PATIENCE)
            cell = FIRST_CELL % table.as_posix()
            answer = client.execute_interactive(cell, timeout=PATIENCE, output_hook=lambda message: None, allow_stdin=False)
            client.shutdown()
            status = process.wait(PATIENCE)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    if answer["content"]["status"] != "ok":
        raise RuntimeError(f"its first cell failed: {answer['content'].get('evalue')}")
    # An archive that a process did not finish would end every later one.
    if status != 0 or not (folder / ARCHIVE).is_file():
        raise RuntimeError(f"no archive was written, and the status is {status}")


def use_archive(folder):
    """Has kernels start with the archive. One that is named but missing would slow them down."""
    file = folder / "kernel.json"
    spec = json.loads(file.read_text())
    spec["argv"].insert(spec["argv"].index("-jar"), f"-XX:SharedArchiveFile={{resource_dir}}/{ARCHIVE}")
    fresh = folder / "kernel.json.new"
    fresh.write_text(json.dumps(spec, indent=2) + "\n")
    fresh.replace(file)


def install(kernels, java, jars):
    """Builds the kernelspec beside its place and moves it there when it is whole."""
    folder = kernels / NAME
    stamp = fingerprint(java, jars)
    if is_current(folder, stamp, jars):
        return folder, False
    kernels.mkdir(parents=True, exist_ok=True)
    for left in kernels.glob(f".{NAME}-*"):
        shutil.rmtree(left)
    fresh = kernels / f".{NAME}-new"
    build(fresh, java, jars, stamp)
    if folder.exists():
        folder.rename(kernels / f".{NAME}-old")
    fresh.rename(folder)
    shutil.rmtree(kernels / f".{NAME}-old", ignore_errors=True)
    return folder, True


def add_archive(folder):
    """The archive, where it isn't there yet; without it everything works, so nothing fails for it."""
    if ARCHIVE in (folder / "kernel.json").read_text():
        return
    try:
        make_archive(folder)
        use_archive(folder)
    except Exception as e:
        print(f"Kernels start without an archive of their classes, a little slower: {e}")


def main():
    prefix = pathlib.Path(sys.prefix)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lib", type=pathlib.Path, default=project() / "target/lib", help="where Maven put the jars")
    parser.add_argument("--jjava", type=pathlib.Path, default=prefix / "share/jupyter/kernels/java/jjava.jar")
    parser.add_argument("--kernels", type=pathlib.Path, default=prefix / "share/jupyter/kernels", help="where Jupyter looks for kernels")
    parser.add_argument("--java", help="the java to start; by default that of JAVA_HOME or of the PATH")
    options = parser.parse_args()
    folder, changed = install(options.kernels, options.java or find_java(), find_jars(options.lib, options.jjava))
    add_archive(folder)
    print(f"The kernel {'is now' if changed else 'was already'} in {folder}.")


if __name__ == "__main__":
    main()

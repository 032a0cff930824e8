"""What ./cxrlab bench kernel and launcher measure: processes that start anew each time."""

import json
import os
import pathlib
import subprocess
import time

PATIENCE = 120  # seconds until a kernel that says nothing is given up


class KernelStart:
    """A kernel that is started for one cell: the time until the picture that the cell shows is here.

    It counts from before the process is started. The files are in the system's cache, as they are
    when somebody starts the second notebook of the day.
    """

    def __init__(self, name, cell, log, folder=None, environment=None):
        from jupyter_client.kernelspec import KernelSpecManager

        self.specs = KernelSpecManager(kernel_dirs=[str(folder)]) if folder else KernelSpecManager()
        self.name, self.cell, self.log = name, cell, log
        self.environment = {**os.environ, **(environment or {})}
        self.about = f"kernel: {self.specs.get_kernel_spec(name).display_name}"
        self.peak = float("nan")

    def run(self):
        from jupyter_client.manager import KernelManager

        shown, wrong = [], []

        def keep(message):
            content = message["content"]
            if message["msg_type"] in ("display_data", "execute_result") and is_picture(content["data"]):
                shown.append(time.perf_counter())
            elif message["msg_type"] == "error":
                wrong.append(f"{content['ename']}: {content['evalue']}")

        manager = KernelManager(kernel_name=self.name, kernel_spec_manager=self.specs)
        with open(self.log, "w") as log:
            begin = time.perf_counter()
            manager.start_kernel(env=self.environment, stdout=log, stderr=log)
            client = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=PATIENCE)
                client.execute_interactive(self.cell, timeout=PATIENCE, output_hook=keep, allow_stdin=False)
                self.peak = held_mb(manager.provisioner.pid)
            finally:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
        if not shown:
            raise RuntimeError(f"the kernel {self.name} showed no picture: {wrong or 'see ' + str(self.log)}")
        return {"seconds": shown[0] - begin, "result": []}

    def peak_mb(self):
        return self.peak

    def close(self):
        pass


def is_picture(data):
    page = data.get("text/html", "")
    return any(kind.startswith("image/") for kind in data) or "<img" in page or "<svg" in page


def held_mb(pid):
    """The most memory that a process or one of its children has held, in MB; NaN where the system does not tell."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        held = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
        return max([*held, *map(held_mb, children(pid))], default=float("nan"))
    except OSError:
        return float("nan")


def children(pid):
    """The processes that the threads of a process have started; a thread may end meanwhile."""
    found = []
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
    return found


def python_spec(folder, python):
    """Writes a kernelspec for a Python that has ipykernel, and returns the folder to look in."""
    spec = {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python with Keras",
        "language": "python",
    }
    (folder / "python-peer").mkdir(parents=True, exist_ok=True)
    (folder / "python-peer/kernel.json").write_text(json.dumps(spec))
    return folder


class SetUpChecks:
    """What ./cxrlab report and ./cxrlab lab do before anything else, where all is installed."""

    about = "the launcher's checks by kernel/setup.sh"

    def __init__(self, project):
        self.command = ["bash", "-euo", "pipefail", "-c", '. "$CXRLAB_HOME/kernel/setup.sh"; set_up python library kernel']
        self.environment = {**os.environ, "CXRLAB_HOME": str(project)}

    def run(self):
        begin = time.perf_counter()
        done = subprocess.run(self.command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True)
        seconds = time.perf_counter() - begin
        if done.stdout:
            raise RuntimeError(f"not all was installed: {done.stdout}")
        return {"seconds": seconds, "result": []}

    def peak_mb(self):
        return float("nan")

    def close(self):
        pass


class Limit:
    """Not a process but a time that something may take at most."""

    about = ""

    def __init__(self, seconds):
        self.seconds = seconds

    def run(self):
        return {"seconds": self.seconds, "result": []}

    def peak_mb(self):
        return float("nan")

    def close(self):
        pass

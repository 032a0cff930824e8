"""JupyterLab as ./cxrlab lab starts it: our kernel, our HTML export, and nothing fetched."""

from cxrlab_report.page import HOME, settings

c = get_config()  # noqa: F821 - Jupyter gives it
c.merge(settings())

c.Application.log_level = "WARN"
c.ServerApp.answer_yes = True  # Ctrl-C ends it without a question

# The stock Java and Python kernels of the same Python don't know the library.
c.KernelSpecManager.allowed_kernelspecs = {"cxrlab"}
c.KernelSpecManager.ensure_native_kernel = False
c.MultiKernelManager.default_kernel_name = "cxrlab"

# A cell finds data/ and models/ of the project, wherever its notebook lies; so it does in a report.
c.MappingKernelManager.root_dir = str(HOME)

# Neither news nor updates nor extensions are looked for on the web.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# What the outputs lack, see kernel/jupyter/labextensions/cxrlab/static/cxrlab.js.
c.LabApp.extra_labextensions_path = [str(HOME / "kernel" / "jupyter" / "labextensions")]

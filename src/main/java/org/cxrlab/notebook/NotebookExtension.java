package org.cxrlab.notebook;

import org.cxrlab.experiment.Features;
import org.cxrlab.experiment.Sweep;
import org.cxrlab.figure.Fonts;
import org.cxrlab.train.Repeat;
import org.cxrlab.train.Training;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.kernel.JavaKernel;

/**
 * Makes a Java kernel know this library: its values show themselves, a training shows its curves
 * under the cell that runs it, and the library's names are imported before the first cell. The
 * kernel finds this class by itself, in the library's own kernel and in a plain JJava kernel that
 * has the library on its class path.
 */
public final class NotebookExtension implements Extension {
  @Override
  public void install(BaseKernel kernel) {
    Fonts.install(); // before a cell draws text of its own
    Renderers.register(kernel.getRenderer());
    Training.defaultListener(TrainingView::new);
    Repeat.defaultListener(RepeatView::new);
    Sweep.defaultListener(SweepView::new);
    Features.defaultProgress(FeaturesView::new);
    if (kernel instanceof JavaKernel java) {
      Imports.run(java.getJShell());
    }
  }
}

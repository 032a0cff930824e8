package org.cxrlab.explain;

/** How a heat map is worked out. All of them keep only what speaks for the label (ReLU). */
public enum CamMethod {
  /**
   * Each of the layer's maps weighted by the mean of its gradient, summed (Selvaraju et al. 2017).
   */
  GRAD_CAM("Grad-CAM"),

  /**
   * Each map weighted by its positive gradients, more so where few places carry them (Chattopadhay
   * et al. 2018).
   */
  GRAD_CAM_PLUS_PLUS("Grad-CAM++"),

  /**
   * Gradient times activation at each place, summed; true to what the head adds up (Draelos 2020).
   */
  HIRES_CAM("HiResCAM"),

  /** Positive gradient times activation at each place, summed (Jiang et al. 2021). */
  LAYER_CAM("LayerCAM"),

  /**
   * Without gradients: each map masks the film, and what the network then says of it is its weight
   * (Wang et al. 2020). One pass for each of the layer's maps: a minute or more on a few cores.
   */
  SCORE_CAM("Score-CAM"),

  /**
   * Without a look inside: how far the logit falls when a patch is covered by the film's mean grey
   * (Zeiler and Fergus 2014). 225 passes.
   */
  OCCLUSION("occlusion");

  private final String title;

  CamMethod(String title) {
    this.title = title;
  }

  /** The name in headings. */
  public String title() {
    return title;
  }
}

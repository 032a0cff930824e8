package org.cxrlab.model.weights;

/**
 * Something about a file of weights that whoever uses them should know: what was assumed, what was
 * passed over. As text it is meant for a notebook.
 *
 * @param said what it is, as a sentence without its full stop
 * @param inCode how it is changed in a notebook, as the end of that sentence; may be empty
 * @param asOption how it is changed in a command; may be empty
 */
public record WeightsRemark(String said, String inCode, String asOption) {
  /** Something that there is no choice about. */
  static WeightsRemark of(String said) {
    return new WeightsRemark(said, "", "");
  }

  /** The remark for who uses a command. */
  public String forCommand() {
    return sentence(asOption);
  }

  /** Whether it is on the size of films, which may be set later. */
  public boolean isOnSize() {
    return asOption.startsWith("--size");
  }

  private String sentence(String change) {
    return said + (change.isEmpty() ? "" : "; " + change) + ".";
  }

  @Override
  public String toString() {
    return sentence(inCode);
  }
}

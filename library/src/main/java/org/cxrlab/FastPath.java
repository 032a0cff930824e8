package org.cxrlab;

/**
 * The switch of a way to do something faster, which is on unless a system property is "false".
 *
 * @param property its name, such as "cxrlab.folding"
 */
public record FastPath(String property) {
  /** Whether it may be taken; asked of the property at each call. */
  public boolean isOn() {
    return Boolean.parseBoolean(System.getProperty(property, "true"));
  }

  /** Says of something that it is turned off, and by what. */
  public String off(String what) {
    return what + " is turned off by -D" + property;
  }
}

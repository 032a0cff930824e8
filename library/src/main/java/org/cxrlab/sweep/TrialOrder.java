package org.cxrlab.sweep;

import com.google.gson.Gson;
import java.io.Serializable;

/**
 * A training that another process is to do.
 *
 * @param number by which what comes of it is known
 * @param plan of the whole training, as JSON
 * @param epochs after which to end
 * @param folder for checkpoints, of which the next training by this plan begins
 */
public record TrialOrder(int number, String plan, int epochs, String folder)
    implements Serializable {
  /** In one line. */
  public String toJson() {
    return new Gson().toJson(this);
  }

  /** What {@link #toJson} wrote. */
  public static TrialOrder fromJson(String json) {
    return new Gson().fromJson(json, TrialOrder.class);
  }
}

package org.cxrlab.notebook.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One place on a page where controls are shown, with the still picture of them that stays where
 * nothing shows controls. The still follows after a moment of quiet, every few seconds where there
 * is none, and at the end of each cell.
 */
public final class View {
  private static final long QUIET_MILLIS = 600;
  private static final long MOST_MILLIS = 5000;
  private static final Duration MOST_FOR_CALLBACKS = Duration.ofSeconds(20);
  private static final ScheduledExecutorService LATER =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "stills of controls");
            thread.setDaemon(true);
            return thread;
          });

  /** Views whose still is out of date. */
  private static final Map<View, Boolean> STALE = new ConcurrentHashMap<>();

  /**
   * Which view has a panel's name. The one before it was shown by an earlier run of the same cell
   * and is seen no more; it would keep its panel, and the model in it, for ever.
   */
  private static final Map<String, View> NAMED = new ConcurrentHashMap<>();

  private final Wire wire;
  private final Control<?> root;
  private final Control<String> errors = Controls.html("");
  private final String still = UUID.randomUUID().toString();
  private volatile long changed;
  private volatile long stale;

  private View(Wire wire, Control<?> root) {
    this.wire = wire;
    this.root = root;
  }

  /** Shows the still of a control, opens it, and gives the name of what is to be shown live. */
  public static String show(Wire wire, Interactive value) {
    Control<?> root = value.control();
    var view = new View(wire, root);
    // Opened before the still is drawn: what changes in between makes the still stale.
    String name = wire.panelName();
    String id = Controls.column(root, view.errors).open(wire, view, name);
    View before = NAMED.put(name, view);
    if (before != null) {
      before.leave();
    }
    wire.showStill(view.still, Still.html(root, ""), Still.text(root));
    return id;
  }

  /** A control as it stands when nothing is left to do, as HTML for a page without controls. */
  public static String stillHtml(Interactive value) {
    await(MOST_FOR_CALLBACKS);
    return Still.html(value.control(), "");
  }

  /** The same as plain text. */
  public static String stillText(Interactive value) {
    await(MOST_FOR_CALLBACKS);
    return Still.text(value.control());
  }

  /** Lets go of all that is shown here alone. */
  private void leave() {
    root.all().forEach(control -> control.leave(this));
    errors.leave(this);
    STALE.remove(this);
  }

  /** Something that this view shows has changed. */
  void changed() {
    changed = System.nanoTime();
    if (STALE.put(this, true) == null) {
      stale = changed;
      LATER.schedule(this::whenQuiet, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void whenQuiet() {
    long now = System.nanoTime();
    long quiet = TimeUnit.NANOSECONDS.toMillis(now - changed);
    if (quiet < QUIET_MILLIS && now - stale < TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS)) {
      LATER.schedule(this::whenQuiet, QUIET_MILLIS - quiet, TimeUnit.MILLISECONDS);
    } else {
      refresh();
    }
  }

  private void refresh() {
    if (STALE.remove(this) != null) {
      wire.updateStill(still, Still.html(root, errors.value()), Still.text(root));
    }
  }

  /** Waits for the callbacks that are under way, but not longer, and brings stills up to date. */
  public static void settle(Duration most) {
    if (STALE.isEmpty()) {
      return;
    }
    await(most);
    List.copyOf(STALE.keySet()).forEach(View::refresh);
  }

  private static void await(Duration most) {
    try {
      Callbacks.shared().await(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows what went wrong below the controls, or nothing. */
  void error(Throwable error) {
    if (error == null) {
      errors.set("");
    } else {
      complain(wire.words(error));
    }
  }

  /** Shows what is wrong, in HTML, below the controls. */
  void complain(String words) {
    errors.set(Words.error(words));
  }
}

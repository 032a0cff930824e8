package org.cxrlab.notebook.control;

import java.util.List;
import java.util.Map;

/** Several controls beside or below each other. */
public final class ControlBox extends Control<Integer> {
  private final List<Control<?>> children;
  private final boolean row;

  ControlBox(boolean row, List<? extends Interactive> parts, Map<String, String> layout) {
    super(
        Description.<Integer>of(
                row ? "HBox" : "VBox",
                "",
                "",
                Trait.shown("children", n -> List.of(), n -> n + " controls"),
                "box_style",
                "")
            .unlabelled()
            .layout(layout),
        parts.size());
    this.row = row;
    children = parts.stream().<Control<?>>map(Interactive::control).toList();
  }

  /** Whether the controls are beside each other. */
  boolean isRow() {
    return row;
  }

  /** The controls, in order. */
  @Override
  public List<Control<?>> children() {
    return children;
  }

  @Override
  Map<String, Object> extraTraits(Wire wire, View view) {
    return Map.of(
        "children", children.stream().map(c -> WidgetModel.reference(c.open(wire, view))).toList());
  }
}

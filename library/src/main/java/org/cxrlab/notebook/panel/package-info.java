/**
 * Panels: controls put together, to look through films, to train, to move a cut-off and to draw
 * heat maps, each with the line of code that does the same.
 */
package org.cxrlab.notebook.panel;

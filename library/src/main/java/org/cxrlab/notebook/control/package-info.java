/**
 * Controls in a notebook: sliders, lists, buttons, pictures. They are real Jupyter widgets, driven
 * from Java over the kernel's comm channel by the messages of ipywidgets (protocol 2.1). What a
 * control is never changes ({@link org.cxrlab.notebook.control.Description}); what it says does
 * ({@link org.cxrlab.notebook.control.Control}).
 */
package org.cxrlab.notebook.control;

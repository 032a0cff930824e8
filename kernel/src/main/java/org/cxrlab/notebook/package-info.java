/**
 * The kernel's main class and extensions: how cells are run, and how values and progress are shown
 * under them.
 */
package org.cxrlab.notebook;

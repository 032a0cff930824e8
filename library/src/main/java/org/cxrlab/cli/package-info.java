/** The commands that need no notebook, each in a class of its own. */
package org.cxrlab.cli;

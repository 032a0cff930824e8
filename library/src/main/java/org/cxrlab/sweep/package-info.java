/**
 * The search through the settings of a plan, by grid, by chance or by halving, and the files that
 * experiments are written in.
 */
package org.cxrlab.sweep;

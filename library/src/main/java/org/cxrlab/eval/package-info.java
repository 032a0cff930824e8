/**
 * What predictions are worth, on plain arrays: curves, intervals, cut-offs, calibration, agreement
 * of readers.
 */
package org.cxrlab.eval;

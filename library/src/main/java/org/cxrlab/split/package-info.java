/** Splits by patient, folds, and the search for leaks between parts. */
package org.cxrlab.split;

package org.cxrlab.data;

import org.cxrlab.image.Box;

/**
 * Where a finding lies in a film.
 *
 * @param label a label of the data set, e.g. "Mass"
 * @param box in pixels of the film's own file, before any resizing
 */
public record FindingBox(String label, Box box) {}

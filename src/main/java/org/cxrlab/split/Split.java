package org.cxrlab.split;

import org.cxrlab.data.Films;

/**
 * A data set in three parts.
 *
 * @param train what the model learns from
 * @param validation what the best epoch and the cut-offs are chosen on
 * @param test what is looked at once, at the end
 */
public record Split(Films train, Films validation, Films test) {}

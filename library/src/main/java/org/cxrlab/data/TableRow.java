package org.cxrlab.data;

import java.util.List;

/**
 * A row of a table that is no text, its cells as text.
 *
 * @param row its number, the header being row 1
 * @param cells one for each column; null where there is no value
 */
public record TableRow(int row, List<String> cells) {}

/**
 * Charts, pictures and tables as values that draw themselves from plain arrays, with typeface and
 * colours; what everything else shows itself with.
 */
package org.cxrlab.figure;

/** Phantoms: chest films drawn from a seed, with findings at known places. */
package org.cxrlab.data.phantom;

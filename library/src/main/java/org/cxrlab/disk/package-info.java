/** Files that are whole or not there, held by one at a time, and cleared away when left behind. */
package org.cxrlab.disk;

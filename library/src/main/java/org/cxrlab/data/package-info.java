/** Films and their labels, the readers of tables and folders, counts, and duplicates. */
package org.cxrlab.data;

/** What outgrows a laptop, on Apache Spark: the same work, the same results. */
package org.cxrlab.cluster;

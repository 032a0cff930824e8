/** The same calls on a cluster: what is sent to the process that drives it, and what comes back. */
package org.cxrlab.remote;

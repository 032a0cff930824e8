/** Why the network says so: Grad-CAM and its kin, and how well they point. */
package org.cxrlab.explain;

/**
 * Trainings in processes of their own, here or on a cluster: what they are told, and what comes of
 * them.
 */
package org.cxrlab.process;

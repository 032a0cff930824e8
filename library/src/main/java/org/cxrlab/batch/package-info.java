/**
 * Films on their way to the network: standardised, augmented batches, prepared ahead of the step
 * that needs them, and who owns native memory.
 */
package org.cxrlab.batch;

/**
 * Trainings, of networks and of heads: the loop, its optimizer, checkpoints, history and control,
 * the learning-rate finder, and repetition over seeds.
 */
package org.cxrlab.train;

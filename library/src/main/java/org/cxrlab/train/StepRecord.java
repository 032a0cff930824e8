package org.cxrlab.train;

/**
 * What happened in one step.
 *
 * @param step counted from 1 through all epochs
 * @param loss of the step's batch, before its update
 * @param learningRate of the update
 * @param seconds that the step took, waiting for its films included
 */
public record StepRecord(int step, double loss, double learningRate, double seconds) {}

/**
 * Everything that is decided before a training begins: the plan, its schedule, loss, class weights
 * and resampling, and how it is written.
 */
package org.cxrlab.plan;

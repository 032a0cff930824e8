/**
 * Trainings that are kept: all runs in one SQLite file, compared and exported, and features of a
 * frozen backbone, computed once.
 */
package org.cxrlab.run;

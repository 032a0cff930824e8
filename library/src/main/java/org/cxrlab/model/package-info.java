/** DenseNet121 as blocks of DJL, the model that owns one, and what it predicts. */
package org.cxrlab.model;

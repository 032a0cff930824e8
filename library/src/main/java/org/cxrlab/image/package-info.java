/**
 * Films as pictures: decoding of PNG, JPEG, DICOM and others, resizing, standardising,
 * augmentation.
 */
package org.cxrlab.image;

/** Films as pictures: decoding of PNG, JPEG and DICOM, resizing, standardising, augmentation. */
package org.cxrlab.image;

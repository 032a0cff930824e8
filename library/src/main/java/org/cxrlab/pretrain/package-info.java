/** How the model that comes with the project was made, its card, and a head for other labels. */
package org.cxrlab.pretrain;

/** How the model that comes with the project was made, by a recipe, and its card. */
package org.cxrlab.pretrain;

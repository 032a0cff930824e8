/**
 * What every room may use: how cxrlab says that something went wrong, hashes, and the switches of
 * fast paths.
 */
package org.cxrlab;

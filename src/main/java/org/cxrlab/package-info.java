/** What every room may use: how cxrlab says that something went wrong. */
package org.cxrlab;

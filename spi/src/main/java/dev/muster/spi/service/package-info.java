/** Software deployed on the nodes of a cluster. */
@NullMarked
package dev.muster.spi.service;

import org.jspecify.annotations.NullMarked;

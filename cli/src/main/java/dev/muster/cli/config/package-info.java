/** {@code muster config}. */
@NullMarked
package dev.muster.cli.config;

import org.jspecify.annotations.NullMarked;
